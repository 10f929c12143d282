//! What the codes of WeCom mean, and what to do.

use banyan_plan::words::Text;

/// Codes, what they mean and what to do, in both languages.
const MEANINGS: &[(&[&str], &str, &str)] = &[
    (
        &["silence"],
        "企业微信没有应答，稍后会自动再问。请检查服务器能否访问接口地址",
        "WeCom did not answer; it is asked again by itself. Please check that the server reaches the API's address",
    ),
    (
        &["40001"],
        "Secret 不对。请从企业微信后台“客户联系”里可调用接口的应用重新复制 Secret",
        "The secret is wrong. Copy it again from the app that may call the API, in WeCom's administration",
    ),
    (
        &["40013"],
        "企业 ID 不对。请从企业微信后台“我的企业”重新复制",
        "The corp id is wrong. Copy it again from WeCom's administration, “My corp”",
    ),
    (
        &["40014", "42001"],
        "access_token 失效，会自动换新的；偶尔出现是正常的",
        "The access token had ended; a new one is taken by itself. Once in a while this is normal",
    ),
    (
        &["45009"],
        "调用太频繁，一分钟后自动继续",
        "Called too often; the shop goes on by itself after a minute",
    ),
    (
        &["40096"],
        "企业微信里没有这位客户；不用处理",
        "There is no such customer in WeCom; nothing has to be done",
    ),
    (
        &["45033"],
        "同时调用太多，一分钟后自动继续",
        "Too many calls at one time; the shop goes on by itself after a minute",
    ),
    (
        &["48002"],
        "应用没有调用这个接口的权限。请在企业微信后台“客户联系 › API”里把它加入可调用接口的应用",
        "The app may not call this. Add it to the apps that may call the API, in WeCom's administration under customer contact",
    ),
    (
        &["60011"],
        "应用看不到这个人或群。请在企业微信后台扩大应用的可见范围",
        "The app may not see this person or group. Widen its scope in WeCom's administration",
    ),
    (
        &["60020"],
        "服务器的 IP 不在企业可信 IP 里。请在企业微信后台的应用里加上",
        "The server's address is not among the trusted ones. Add it to the app in WeCom's administration",
    ),
    (
        &["81017"],
        "可见范围超过 1000 人，改为逐个群主读取",
        "The scope has more than 1,000 people; groups are read owner by owner",
    ),
    (
        &["84061"],
        "这个员工没有客户，或者已经不是好友；不用处理",
        "This member of staff has no customers, or the two are friends no longer; nothing has to be done",
    ),
    (
        &["40003", "60111"],
        "企业微信里没有这个员工，可能已离职；不用处理",
        "There is no such member of staff in WeCom, who may have left; nothing has to be done",
    ),
    (&["49008", "40050"], "群已经解散；不用处理", "The group was dissolved; nothing has to be done"),
    (
        &["wrong_signature"],
        "收到签名不对的回调，已拒绝。如果一直出现，请核对 Token 与企业微信后台是否一致",
        "Callbacks with a wrong signature were refused. If this goes on, compare the token with the one in WeCom's administration",
    ),
    (
        &["wrong_padding", "short_text", "not_ciphertext"],
        "收到解不开的回调，已拒绝。请核对 EncodingAESKey 与企业微信后台是否一致",
        "Callbacks that cannot be decrypted were refused. Compare the EncodingAESKey with the one in WeCom's administration",
    ),
    (
        &["wrong_receive_id"],
        "收到发给别家企业的回调，已拒绝。请核对企业 ID",
        "Callbacks for another corp were refused. Please check the corp id",
    ),
    (
        &["old_timestamp", "not_a_timestamp"],
        "收到时间不对的回调，已拒绝。请核对服务器时钟",
        "Callbacks with a moment that is far from now were refused. Please check the server's clock",
    ),
    (
        &["too_long", "not_xml", "not_text", "missing_field", "wrong_field"],
        "收到看不懂的回调，已拒绝；可能有人在试探这个地址",
        "Callbacks that cannot be read were refused; somebody may be probing the address",
    ),
];

/// A code in words: what is wrong, and what to do about it.
pub(super) fn explain(code: &str) -> Text {
    match MEANINGS.iter().find(|(codes, ..)| codes.contains(&code)) {
        Some((_, zh, en)) => Text::new(*zh, *en),
        None => Text::new(
            format!("企业微信返回错误 {code}。含义请查企业微信“全局错误码”"),
            format!(
                "WeCom answered the error {code}. Its meaning stands in WeCom's list of global error codes"
            ),
        ),
    }
}
