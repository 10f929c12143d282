//! Jobs of several providers, each provider's apart from the others'.

use std::collections::BTreeMap;
use std::future::Future;

use banyan_base::refusal::Refusal;
use tokio::task::JoinSet;

/// Does something with each of `all`: those of one provider one after the other, those of several at once. What fails with one provider
/// leaves the others alone, and is told at the end.
pub(crate) async fn by_provider<T, F>(
    all: Vec<T>,
    provider: impl Fn(&T) -> String,
    one: impl Fn(T) -> F + Clone + Send + 'static,
) -> Result<(), Refusal>
where
    T: Send + 'static,
    F: Future<Output = Result<(), Refusal>> + Send + 'static,
{
    let mut theirs: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for job in all {
        theirs.entry(provider(&job)).or_default().push(job);
    }
    let mut running = JoinSet::new();
    for jobs in theirs.into_values() {
        let one = one.clone();
        running.spawn(async move {
            for job in jobs {
                one(job).await?;
            }
            Ok(())
        });
    }
    let mut done = Ok(());
    while let Some(ended) = running.join_next().await {
        let ended = ended
            .unwrap_or_else(|failed| Err(Refusal::broken(format!("a provider's job stopped: {failed}"))));
        done = done.and(ended);
    }
    done
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tokio::sync::oneshot;

    use super::*;

    /// A provider that does not answer holds up its own jobs, and one that fails its own.
    #[tokio::test]
    async fn a_slow_provider_holds_up_nobody_else() {
        let (let_go, held) = oneshot::channel::<()>();
        let (others_done, all_others) = oneshot::channel::<()>();
        let done = Arc::new(Mutex::new(Vec::new()));
        let held = Arc::new(Mutex::new(Some(held)));
        let others_done = Arc::new(Mutex::new(Some(others_done)));
        let one = {
            let done = done.clone();
            move |job: (&'static str, i32)| {
                let (done, held, others_done) = (done.clone(), held.clone(), others_done.clone());
                async move {
                    if job == ("slow", 1) {
                        let held = held.lock().unwrap().take().unwrap();
                        held.await.unwrap();
                    }
                    if job == ("broken", 1) {
                        return Err(Refusal::broken("no answer"));
                    }
                    done.lock().unwrap().push(job);
                    if job == ("quick", 2) {
                        others_done.lock().unwrap().take().unwrap().send(()).unwrap();
                    }
                    Ok(())
                }
            }
        };
        let jobs = vec![("slow", 1), ("broken", 1), ("quick", 1), ("slow", 2), ("broken", 2), ("quick", 2)];
        let running = tokio::spawn(by_provider(jobs, |job| job.0.to_owned(), one));
        all_others.await.unwrap();
        assert_eq!(*done.lock().unwrap(), [("quick", 1), ("quick", 2)]);
        let_go.send(()).unwrap();
        assert!(running.await.unwrap().is_err(), "what failed is told");
        assert_eq!(done.lock().unwrap()[2..], [("slow", 1), ("slow", 2)]);
    }
}
