//! A merchant's settings from a file beside the shop. Keys stay in files of their own, or in the environment; none of them
//! goes into the database.
//!
//! ```toml
//! appid = "wx8888888888888888"
//! merchant = "1900001109"
//! certificate = "apiclient_cert.pem"     # paths are seen from this file
//! private_key = "apiclient_key.pem"
//! api_v3_key = "api_v3_key.txt"          # or the variable BANYAN_WECHAT_API_V3_KEY
//! [public_keys]
//! PUB_KEY_ID_0114232134912410000000000000 = "pub_key.pem"
//! [transfers]                            # without it no payouts through WeChat Pay
//! scene = "1005"
//! reports = { "岗位类型" = "推广员", "报酬说明" = "推广佣金" }
//! ```

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use banyan_plan::words::Text;
use serde::Deserialize;

use super::super::ProviderError;
use super::settings::{BASE_URL, Settings, Transfers, certificate_serial};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    base_url: Option<String>,
    appid: String,
    merchant: String,
    certificate: PathBuf,
    private_key: PathBuf,
    #[serde(default)]
    api_v3_key: Option<PathBuf>,
    #[serde(default)]
    public_keys: BTreeMap<String, PathBuf>,
    #[serde(default)]
    transfers: Option<TransfersOfFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TransfersOfFile {
    scene: String,
    #[serde(default)]
    reports: BTreeMap<String, String>,
    #[serde(default)]
    perception: Option<String>,
}

fn wrong(path: &Path, why: &dyn std::fmt::Display) -> ProviderError {
    let path = path.display();
    ProviderError::Settings(Text::new(
        format!("微信支付配置 {path}：{why}"),
        format!("WeChat Pay settings {path}: {why}"),
    ))
}

/// Reads the settings. `address` is how the world reaches the shop; `api_v3_key` the key if the environment has it.
pub fn read(path: &Path, address: &str, api_v3_key: Option<String>) -> Result<Settings, ProviderError> {
    let text = |path: &Path| std::fs::read_to_string(path).map_err(|error| wrong(path, &error));
    let file: File = toml::from_str(&text(path)?).map_err(|error| wrong(path, &error.message()))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let beside = |file: &Path| text(&folder.join(file));
    let api_v3_key = match (api_v3_key, &file.api_v3_key) {
        (Some(key), _) => key,
        (None, Some(key)) => beside(key)?.trim().to_owned(),
        (None, None) => return Err(wrong(path, &"api_v3_key, BANYAN_WECHAT_API_V3_KEY?")),
    };
    let serial = certificate_serial(&beside(&file.certificate)?);
    let public_keys = file.public_keys.iter().map(|(id, path)| Ok((id.clone(), beside(path)?)));
    Ok(Settings {
        base_url: file.base_url.unwrap_or_else(|| BASE_URL.to_owned()),
        appid: file.appid,
        merchant: file.merchant,
        certificate_serial: serial
            .ok_or_else(|| wrong(&folder.join(&file.certificate), &"apiclient_cert.pem?"))?,
        private_key: beside(&file.private_key)?,
        api_v3_key,
        public_keys: public_keys.collect::<Result<_, ProviderError>>()?,
        notify_url: format!("{}/api/v1/callbacks/wechat", address.trim_end_matches('/')),
        transfers: file.transfers.map(|transfers| Transfers {
            scene: transfers.scene,
            reports: transfers.reports.into_iter().collect(),
            perception: transfers.perception,
        }),
        attempts: 3,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merchants_file_is_read_with_the_keys_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        put("cert.pem", include_str!("../../../tests/fixtures/wechatpay/merchant.crt.pem"));
        put("key.pem", include_str!("../../../tests/fixtures/wechatpay/merchant.key.pem"));
        put("v3.txt", "a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb\n");
        let text =
            "appid = \"wx1\"\nmerchant = \"19\"\ncertificate = \"cert.pem\"\nprivate_key = \"key.pem\"\n";
        put("wechat.toml", &format!("{text}api_v3_key = \"v3.txt\"\n"));
        let path = folder.path().join("wechat.toml");
        let settings = read(&path, "https://shop.example/", None).unwrap();
        assert_eq!(settings.notify_url, "https://shop.example/api/v1/callbacks/wechat");
        assert_eq!(settings.certificate_serial, "5157F09EFDC096DE15EBE81A47057A7232F1B8E1");
        assert!(settings.keys().is_ok());
        put("wechat.toml", text);
        assert!(read(&path, "https://shop.example", None).is_err());
        let from_environment = read(&path, "https://shop.example", Some("k".to_owned())).unwrap();
        assert_eq!(from_environment.api_v3_key, "k");
        put("wechat.toml", &format!("{text}secret = \"x\"\n"));
        assert!(read(&path, "https://shop.example", Some("k".to_owned())).is_err());
    }
}
