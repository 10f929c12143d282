//! `banyan task`: whatever is split, the whole comes out byte by byte, and nothing else is taken for it.

use std::path::Path;

use banyan_plan::ready::READY;
use banyan_settle::timeline::sha256;

use super::{Run, banyan, banyan_in, repository, scratch};

const SMALL: &str =
    "[run]\ndays = 70\nseeds = 2\n[market]\npopulation = 2000\npeople = 1200\n[start]\npromoters = 12\n";

/// A folder that is not there yet.
fn fresh(name: &str) -> String {
    let folder = format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

fn done(args: &[&str]) -> Run {
    let run = banyan(args);
    assert_eq!(run.code, 0, "{args:?}: {}", run.err);
    run
}

/// A history that a simulation has left.
struct History {
    plan: String,
    folder: String,
}

impl History {
    fn of(plan: &str, name: &str) -> Self {
        let folder = fresh(name);
        let scenario = scratch(&format!("{name}.toml"), SMALL.as_bytes());
        let plan = repository(&format!("plans/{plan}.toml"));
        done(&["simulate", &plan, "--scenario", &scenario, "--seeds", "1", "--quick", "--out", &folder]);
        Self { plan, folder }
    }

    fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.file(name)).unwrap()
    }

    /// Its files as options, with more.
    fn with(&self, command: &[&str], more: &[&str]) -> Run {
        let (members, ranks, orders) =
            (self.file("members.csv"), self.file("ranks.csv"), self.file("orders.csv"));
        let files = ["--plan", &self.plan, "--members", &members, "--ranks", &ranks, "--orders", &orders];
        banyan(&[command, &files, more].concat())
    }

    /// The checkpoint of a day, by the day of the first order and so many more.
    fn checkpoint(&self, day: &str) -> String {
        let (out, path) = (self.file("part.csv"), self.file(&format!("{day}.checkpoint")));
        let run = self.with(&["settle"], &["--until", day, "--checkpoint-out", &path, "--out", &out]);
        assert_eq!(run.code, 0, "{}", run.err);
        path
    }

    /// Days after a third and two thirds of its orders.
    fn days(&self) -> [String; 2] {
        let orders = String::from_utf8(self.read("orders.csv")).unwrap();
        let mut days: Vec<&str> =
            orders.lines().skip(1).map(|row| &row.split(',').nth(2).unwrap()[..10]).collect();
        days.sort_unstable();
        let (one, two) = (days[days.len() / 3], days[days.len() * 2 / 3]);
        assert_ne!(one, two);
        [one, two].map(str::to_owned)
    }
}

/// Does all tasks of a job, the last first; gives the places of their results.
fn results(job: &str) -> Vec<String> {
    let mut tasks: Vec<_> =
        std::fs::read_dir(format!("{job}/tasks")).unwrap().map(|entry| entry.unwrap().path()).collect();
    tasks.sort();
    let run = |task: &Path| {
        let (task, out) = (task.display().to_string(), task.with_extension("result").display().to_string());
        done(&["task", "run", &task, "--out", &out]);
        out
    };
    tasks.iter().rev().map(|task| run(task)).collect()
}

fn join(job: &str, results: &[String], out: &str) -> Run {
    let results: Vec<&str> = results.iter().map(String::as_str).collect();
    banyan(&[&["task", "join", job], results.as_slice(), &["--out", out]].concat())
}

/// Segments between checkpoints, and slices where the plan allows them, come to the bytes of one machine.
fn split(plan: &str, slices: bool) {
    let history = History::of(plan, &format!("task-{plan}"));
    let whole = history.read("rewards.csv");
    assert!(whole.len() > 1_000);
    let [one, two] = history.days().map(|day| history.checkpoint(&day));
    let (job, out) = (history.file("segments"), history.file("joined.csv"));
    let planned = history
        .with(&["task", "plan", "settle"], &["--checkpoint", &two, "--checkpoint", &one, "--out", &job]);
    assert_eq!(planned.code, 0, "{}", planned.err);
    let joined = join(&job, &results(&job), &out);
    assert_eq!(joined.code, 0, "{}", joined.err);
    assert!(history.read("joined.csv") == whole, "{plan} in segments");
    let job = history.file("slices");
    let planned = history.with(&["task", "plan", "settle"], &["--slices", "3", "--out", &job]);
    if !slices {
        assert_eq!(planned.code, 1);
        assert!(planned.err.contains("cannot be settled in slices of lines"), "{}", planned.err);
        return assert!(!Path::new(&job).exists(), "it leaves nothing behind");
    }
    assert_eq!(planned.code, 0, "{}", planned.err);
    let joined = join(&job, &results(&job), &out);
    assert_eq!(joined.code, 0, "{}", joined.err);
    assert!(history.read("joined.csv") == whole, "{plan} in slices");
}

/// Ready plans under which no line depends on others.
const APART: [&str; 2] = ["starter", "wanwu"];

#[test]
fn every_ready_plan_comes_out_of_tasks_as_of_one_machine() {
    std::thread::scope(|scope| {
        for ready in READY {
            scope.spawn(move || split(ready.name, APART.contains(&ready.name)));
        }
    });
}

#[test]
fn a_simulation_comes_out_of_tasks_as_of_one_machine() {
    let scenario = scratch("task-study.toml", SMALL.as_bytes());
    let args = ["starter", "--scenario", &scenario, "--days", "30"];
    let whole = done(&[&["simulate"], args.as_slice(), &["--json"]].concat()).out;
    let (job, out) = (fresh("task-study"), fresh("task-study.json"));
    let planned = done(&[&["task", "plan", "simulate"], args.as_slice(), &["--out", &job]].concat());
    assert!(planned.out.starts_with("42 tasks: "), "{}", planned.out);
    let joined = join(&job, &results(&job), &out);
    assert_eq!(joined.code, 0, "{}", joined.err);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), whole);
}

#[test]
fn results_that_are_missing_doubled_foreign_or_changed_are_refused() {
    let scenario = scratch("task-refused.toml", SMALL.as_bytes());
    let plan = |name: &str, days: &str| {
        let job = fresh(name);
        let args = ["task", "plan", "simulate", "starter", "--scenario", &scenario, "--quick"];
        done(&[args.as_slice(), &["--days", days, "--out", &job]].concat());
        job
    };
    let (job, other) = (plan("task-refused", "3"), plan("task-other", "4"));
    let (good, foreign) = (results(&job), results(&other));
    let out = fresh("task-refused.json");
    let refused = |results: &[String], words: &str| {
        let run = join(&job, results, &out);
        assert_eq!(run.code, 1);
        assert!(run.err.contains(words), "{}", run.err);
        assert!(!Path::new(&out).exists(), "it leaves nothing behind");
    };
    refused(&good[1..], "1 tasks have no result yet");
    refused(&[good.clone(), vec![good[0].clone()]].concat(), "it is the result of the same task as");
    refused(&[vec![foreign[0].clone()], good[1..].to_vec()].concat(), "the result of a task of another job");
    let bytes = std::fs::read(&good[0]).unwrap();
    std::fs::write(&good[0], &bytes[..bytes.len() - 1]).unwrap();
    refused(&good, "the result is cut off or was changed");
    std::fs::write(&good[0], "{}\n").unwrap();
    refused(&good, "this is no result of a task");
    let task = format!("{job}/tasks/000001.json");
    let chinese =
        banyan_in(&[("LC_ALL", "zh_CN.UTF-8")], &["task", "run", &format!("{job}/job.json"), "--out", &out]);
    assert!(
        chinese.code == 1 && chinese.err.contains("不是 `banyan task plan` 写出的文件"),
        "{}",
        chinese.err
    );
    for input in std::fs::read_dir(format!("{job}/inputs")).unwrap() {
        std::fs::write(input.unwrap().path(), "changed").unwrap();
    }
    let run = banyan(&["task", "run", &task, "--out", &out]);
    assert!(run.code == 1 && run.err.contains("its content is not what its name says"), "{}", run.err);
}

#[test]
fn checkpoints_of_another_past_are_refused() {
    let history = History::of("two-level", "task-past");
    let [one, two] = history.days().map(|day| history.checkpoint(&day));
    let orders = String::from_utf8(history.read("orders.csv")).unwrap();
    let (head, rest) = orders.split_once('\n').unwrap();
    let shorter = format!("{head}\n{}", rest.split_once('\n').unwrap().1);
    std::fs::write(history.file("orders.csv"), shorter).unwrap();
    let more = ["--checkpoint", &one, "--checkpoint", &two, "--out", &history.file("job")];
    let run = history.with(&["task", "plan", "settle"], &more);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("the orders differ from those of the checkpoint"), "{}", run.err);
    let twice = ["--checkpoint", &one, "--checkpoint", &one, "--out", &history.file("job")];
    let run = history.with(&["task", "plan", "settle"], &twice);
    assert!(run.code == 1 && run.err.contains("it is of the same moment as"), "{}", run.err);
}

/// A checkpoint with another state behind a digest that fits: as a program with a fault would have written it.
fn with_another_state(bytes: &[u8], back: usize) -> Vec<u8> {
    let key = b"\nsha256 ";
    let head = bytes.windows(key.len()).position(|window| window == key).unwrap() + 1;
    let content = head + bytes[head..].iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let mut state = bytes[content..].to_vec();
    let place = state.len() - back;
    state[place] ^= 1;
    let sum = sha256(&[&bytes[..head], &state]);
    [&bytes[..head], format!("sha256 {sum}\n").as_bytes(), &state].concat()
}

#[test]
fn a_segment_that_does_not_come_out_at_the_next_checkpoint_stops_with_both_digests() {
    let history = History::of("two-level", "task-elsewhere");
    let [day, _] = history.days();
    let path = history.checkpoint(&day);
    let (bytes, job) = (std::fs::read(&path).unwrap(), history.file("job"));
    let is_planned = |back: usize| {
        std::fs::write(&path, with_another_state(&bytes, back)).unwrap();
        let _ = std::fs::remove_dir_all(&job);
        history.with(&["task", "plan", "settle"], &["--checkpoint", &path, "--out", &job]).code == 0
    };
    // Most changes cannot be read, or tell of another past; the first that is neither is a wrong state.
    assert!((1..100).any(is_planned));
    let run = banyan(&["task", "run", &format!("{job}/tasks/000001.json"), "--out", &history.file("result")]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("settled again from the checkpoint before, the state at"), "{}", run.err);
    assert!(run.err.contains("expected that of this checkpoint"), "{}", run.err);
}
