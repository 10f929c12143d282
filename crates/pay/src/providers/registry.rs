//! The providers that this shop has keys for.

use std::sync::Arc;
use std::time::Duration;

use banyan_base::clock::SharedClock;
use banyan_base::random::{Os, Random as _};
use banyan_base::vault::MasterKey;
use banyan_plan::words::Text;
use ring::hmac;

use super::offline::Offline;
use super::test::TestProvider;
use super::transport::Http;
use super::wechat::{self, WeChat};
use super::{Provider, ProviderError, Sources};

/// For one exchange with a provider.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Every provider that can be used here. Which of them customers may choose is in the settings.
pub struct Providers {
    /// In a demo only.
    test: Option<Arc<TestProvider>>,
    wechat: Option<Arc<WeChat>>,
}

impl Providers {
    /// The providers of a shop: bank transfer; WeChat Pay if it has an account there; the test till, at which no money moves, if it
    /// is a demo.
    pub fn new(
        key: &MasterKey,
        wechat: Option<wechat::Settings>,
        test_till: bool,
        clock: SharedClock,
    ) -> Result<Self, ProviderError> {
        let fill = |bytes: &mut [u8]| Os.fill(bytes);
        let sources = Sources { now: Arc::new(move || clock.now()), fill: Arc::new(fill) };
        // A shop that could sign nothing does not begin.
        sources.nonce()?;
        // The test till's secret follows from the master key, so that several processes agree.
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key.bytes), b"banyan test provider 1");
        let test = TestProvider::new(tag.as_ref(), sources.clone())?;
        let test = test_till.then(|| Arc::new(test));
        let wechat = match wechat {
            None => None,
            Some(settings) => {
                Some(Arc::new(WeChat::try_new(settings, Box::new(Http::new(TIMEOUT)), sources)?))
            }
        };
        Ok(Self { test, wechat })
    }

    /// Whether there is a provider of a name.
    pub fn has(&self, id: &str) -> bool {
        self.get(id, "").is_some()
    }

    /// The provider of a name. `instructions` is how customers pay offline.
    pub fn get(&self, id: &str, instructions: &str) -> Option<Arc<dyn Provider>> {
        match id {
            "test" => self.test.clone().map(|test| test as Arc<dyn Provider>),
            "offline" => Some(Arc::new(Offline { account: Text::new(instructions, instructions) })),
            "wechat" => self.wechat.clone().map(|wechat| wechat as Arc<dyn Provider>),
            _ => None,
        }
    }

    /// The test provider, in a demo.
    pub fn test(&self) -> Option<&TestProvider> {
        self.test.as_deref()
    }
}
