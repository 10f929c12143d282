//! Where the money of a withdrawal goes: encrypted in the database, hidden in lists.

use std::sync::PoisonError;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_base::vault::{Kind, Place, Vault, mask_bank_number, mask_name, mask_phone, normal_number};
use banyan_core::work::Facts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where the money goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Target {
    /// To a bank account.
    Bank {
        /// The holder's name. 户名
        #[schema(min_length = 1, max_length = 60)]
        name: String,
        /// 开户行
        #[schema(min_length = 1, max_length = 80)]
        bank: String,
        /// 卡号或账号
        #[schema(min_length = 8, max_length = 40)]
        account: String,
    },
    /// To a WeChat account.
    Wechat {
        /// The holder's real name, which WeChat Pay checks.
        #[schema(min_length = 1, max_length = 60)]
        name: String,
        /// `openid` under the shop's `appid`.
        #[schema(min_length = 6, max_length = 128)]
        account: String,
    },
    /// To an Alipay account.
    Alipay {
        /// The holder's real name. 实名
        #[schema(min_length = 1, max_length = 60)]
        name: String,
        /// Phone number or e-mail. 支付宝账号
        #[schema(min_length = 5, max_length = 80)]
        account: String,
    },
}

impl Target {
    /// The stable word.
    pub fn method(&self) -> &'static str {
        match self {
            Self::Bank { .. } => "bank",
            Self::Wechat { .. } => "wechat",
            Self::Alipay { .. } => "alipay",
        }
    }

    /// The holder's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Bank { name, .. } | Self::Wechat { name, .. } | Self::Alipay { name, .. } => name,
        }
    }

    /// The bank; empty where there is none.
    pub fn bank(&self) -> &str {
        match self {
            Self::Bank { bank, .. } => bank,
            Self::Wechat { .. } | Self::Alipay { .. } => "",
        }
    }

    /// The account's number or name.
    pub fn account(&self) -> &str {
        match self {
            Self::Bank { account, .. } | Self::Wechat { account, .. } | Self::Alipay { account, .. } => {
                account
            }
        }
    }

    /// Trimmed and checked.
    pub fn checked(self) -> Result<Self, Refusal> {
        let name = text::line(self.name(), "/target/name", 1, 60)?;
        Ok(match self {
            Self::Bank { bank, account, .. } => {
                let account = normal_number(&account).filter(|account| (8..=34).contains(&account.len()));
                let account = account.ok_or_else(|| {
                    wrong("银行账号应为 8 到 34 位数字或字母", "a bank account has 8 to 34 digits or letters")
                })?;
                Self::Bank { name, bank: text::line(&bank, "/target/bank", 1, 80)?, account }
            }
            Self::Wechat { account, .. } => {
                let account = text::line(&account, "/target/account", 6, 128)?;
                if !account.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) {
                    return Err(wrong("这不是微信 openid", "this is no WeChat openid"));
                }
                Self::Wechat { name, account }
            }
            Self::Alipay { account, .. } => {
                Self::Alipay { name, account: text::line(&account, "/target/account", 5, 80)? }
            }
        })
    }

    /// Name and account, hidden but for what lets them recognise their own.
    pub(crate) fn masked(&self) -> String {
        let account = match self {
            Self::Bank { bank, account, .. } => format!("{bank} {}", mask_bank_number(account)),
            Self::Wechat { account, .. } => mask_bank_number(account),
            Self::Alipay { account, .. } => match account.split_once('@') {
                Some((user, host)) => format!("{}@{host}", mask_name(user)),
                None => mask_phone(account),
            },
        };
        format!("{} {account}", mask_name(self.name()))
    }

    /// Encrypts it for a withdrawal.
    pub(super) fn seal(&self, facts: &Facts, owner: i64, id: i64) -> Result<Vec<u8>, Refusal> {
        let plain = serde_json::to_string(self)?;
        let mut random = facts.random.lock().unwrap_or_else(PoisonError::into_inner);
        let sealed = facts.vault.seal(Kind::BankNumber, &place(owner, id), &plain, &mut **random);
        sealed.map_err(|error| Refusal::broken(error.to_string()))
    }

    /// Decrypts it.
    pub fn open(vault: &Vault, owner: i64, id: i64, secret: &[u8]) -> Result<Self, Refusal> {
        let plain = vault.open(Kind::BankNumber, &place(owner, id), secret);
        Ok(serde_json::from_str(&plain.map_err(|error| Refusal::broken(error.to_string()))?)?)
    }
}

fn wrong(zh: &str, en: &str) -> Refusal {
    Refusal::unacceptable("withdrawal_account", zh, en).at("/target/account")
}

fn place(owner: i64, id: i64) -> Place<'static> {
    Place { table: "withdrawal", owner, row: id, field: "target" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_checked_and_hidden() {
        let bank = |account: &str| Target::Bank {
            name: "张小满".into(),
            bank: "招商银行".into(),
            account: account.into(),
        };
        let good = bank(" 6225 8801 2345 6789 ").checked().unwrap();
        assert_eq!(good.account(), "6225880123456789");
        assert_eq!(good.masked(), "张** 招商银行 **** 6789");
        for bad in ["", "123", "=1+1=2222222", "6225-中文-880123456"] {
            assert_eq!(bank(bad).checked().unwrap_err().code, "withdrawal_account", "{bad}");
        }
        let alipay = Target::Alipay { name: "Ann Lee".into(), account: "ann@example.com".into() };
        assert_eq!(alipay.checked().unwrap().masked(), "A** L** a**@example.com");
    }
}
