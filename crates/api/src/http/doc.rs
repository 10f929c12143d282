//! The API's description: OpenAPI for programs, and a page of it for people.

use std::fmt::Write as _;

use banyan_plan::words::{Lang, Text};
use serde_json::{Value, json};

use super::auth::{COOKIE, CSRF};

/// Methods in the order in which they are shown.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Adds what holds for every route: how to say who asks, and what a refusal looks like.
pub(super) fn complete(mut document: Value) -> Value {
    document["components"]["securitySchemes"] = json!({
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "An API token of staff, or the token of a session.",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": COOKIE,
            "description": format!("The session's cookie. Whatever changes something also needs the header `{CSRF}`."),
        },
    });
    document["security"] = json!([{ "token": [] }, { "session": [] }]);
    let refused = json!({
        "description": "Refused: the code says why, and the sentence says what to do.",
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    });
    for path in document["paths"].as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
        for operation in path.as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
            if let Some(responses) = operation["responses"].as_object_mut() {
                responses.entry("default").or_insert_with(|| refused.clone());
            }
        }
    }
    document
}

const STYLE: &str = "body{font:16px/1.6 system-ui,sans-serif;max-width:62rem;margin:0 auto;padding:1.5rem;color:#1c2b22;background:#fbfbf8}\
h1{margin:0}h2{margin:2.5rem 0 .5rem;border-bottom:2px solid #2f6b47}nav a{margin-right:1rem}a{color:#2f6b47}\
details{border:1px solid #d9ded6;border-radius:6px;margin:.4rem 0;background:#fff}summary{cursor:pointer;padding:.5rem .8rem}\
details>div{padding:0 .8rem .8rem}code{font:14px ui-monospace,monospace;overflow-wrap:anywhere}\
.m{display:inline-block;min-width:4.2em;font-weight:700;text-transform:uppercase}.get{color:#20609f}.post{color:#2f6b47}\
.put,.patch{color:#8a5a00}.delete{color:#a3282d}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;\
padding:.25rem .6rem .25rem 0;border-top:1px solid #e6e9e3}small{color:#5c6b62}\
@media(prefers-color-scheme:dark){body{background:#141a16;color:#e3e9e4}details{background:#1b231e;border-color:#33403a}\
a,h2{color:#7cc39a;border-color:#7cc39a}.get{color:#8ab8e8}.post{color:#7cc39a}.put,.patch{color:#e0b15a}.delete{color:#ee8f93}\
td,th{border-color:#33403a}small{color:#9fb0a6}}";

/// The page.
pub(super) fn page(document: &Value, lang: Lang) -> String {
    let say = |zh: &str, en: &str| Text::new(zh, en).get(lang).to_owned();
    let mut out = String::with_capacity(64 * 1024);
    let title = say("榕 API", "Banyan API");
    let tongue = say("zh-CN", "en");
    let _ = write!(
        out,
        "<!doctype html><html lang=\"{tongue}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><style>{STYLE}</style></head><body><main>\
         <h1>{title}</h1><p>{}</p><p><a href=\"/api/openapi.json\">openapi.json</a> · <a href=\"/api?lang=zh\">中文</a> · \
         <a href=\"/api?lang=en\">English</a></p>",
        say(
            "金额是整数，以货币的最小单位计；编号是字符串；时间是 UTC。出错时返回 problem+json，其中的 code 不会变。说明文字以英文为准。",
            "Money is whole numbers of the currency's minor unit, ids are texts, times are UTC. Errors are problem+json with a code that stays the same."
        )
    );
    let groups = groups(document);
    out += "<nav>";
    for (tag, _) in &groups {
        let tag = escaped(tag);
        let _ = write!(out, "<a href=\"#{tag}\">{tag}</a>");
    }
    out += "</nav>";
    for (tag, operations) in &groups {
        let tag = escaped(tag);
        let _ = write!(out, "<h2 id=\"{tag}\">{tag}</h2>");
        for (method, path, operation) in operations {
            one(&mut out, (method, path), operation, &say);
        }
    }
    let _ = write!(out, "<h2 id=\"schemas\">{}</h2>", say("数据", "Data"));
    let schemas = document["components"]["schemas"].as_object();
    for (name, schema) in schemas.into_iter().flatten() {
        let name = escaped(name);
        let _ = write!(out, "<details id=\"schema-{name}\"><summary><code>{name}</code>");
        let _ = write!(out, " {}</summary><div>", text(&schema["description"]));
        fields(&mut out, schema, &say);
        out += "</div></details>";
    }
    out += "</main></body></html>";
    out
}

/// Method, path, and what the document says of it.
type Operation<'a> = (&'a str, &'a str, &'a Value);

/// Operations by their first tag.
fn groups(document: &Value) -> Vec<(String, Vec<Operation<'_>>)> {
    let mut groups: std::collections::BTreeMap<String, Vec<Operation<'_>>> =
        std::collections::BTreeMap::new();
    for (path, operations) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = operations.get(method) {
                let tag = operation["tags"][0].as_str().unwrap_or("other");
                groups.entry(tag.to_owned()).or_default().push((method, path, operation));
            }
        }
    }
    groups.into_iter().collect()
}

fn one(
    out: &mut String,
    (method, path): (&str, &str),
    operation: &Value,
    say: &dyn Fn(&str, &str) -> String,
) {
    let _ = write!(
        out,
        "<details><summary><span class=\"m {method}\">{method}</span> <code>{}</code> {}</summary><div>",
        escaped(path),
        text(&operation["summary"])
    );
    let _ = write!(out, "<p>{}</p>", text(&operation["description"]));
    let open = operation["security"].as_array().is_some_and(|ways| ways.iter().all(|way| way == &json!({})));
    if open {
        let _ = write!(out, "<p><small>{}</small></p>", say("无需登录", "Nobody has to sign in"));
    }
    let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
    if !parameters.is_empty() {
        let _ = write!(out, "<h4>{}</h4><table>", say("参数", "Parameters"));
        for parameter in parameters {
            let must = if parameter["required"] == true { "*" } else { "" };
            let _ = write!(
                out,
                "<tr><td><code>{}{must}</code> <small>{}</small></td><td>{}</td><td>{}</td></tr>",
                text(&parameter["name"]),
                text(&parameter["in"]),
                kind(&parameter["schema"]),
                text(&parameter["description"])
            );
        }
        *out += "</table>";
    }
    for (media, body) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
        let _ = write!(
            out,
            "<h4>{}</h4><p><small>{}</small> {}</p>",
            say("请求体", "Body"),
            escaped(media),
            kind(&body["schema"])
        );
    }
    let _ = write!(out, "<h4>{}</h4><table>", say("应答", "Answers"));
    for (status, answer) in operation["responses"].as_object().into_iter().flatten() {
        let bodies = answer["content"].as_object().into_iter().flatten();
        let bodies: String = bodies.map(|(_, body)| kind(&body["schema"])).collect();
        let told = text(&answer["description"]);
        let _ =
            write!(out, "<tr><td><code>{}</code></td><td>{bodies}</td><td>{told}</td></tr>", escaped(status));
    }
    *out += "</table></div></details>";
}

fn fields(out: &mut String, schema: &Value, say: &dyn Fn(&str, &str) -> String) {
    let Some(properties) = schema["properties"].as_object() else {
        let _ = write!(out, "<p>{}</p>", kind(schema));
        return;
    };
    let must = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
    let (name, what) = (say("字段", "Field"), say("说明", "Meaning"));
    let _ = write!(out, "<table><tr><th>{name}</th><th></th><th>{what}</th></tr>");
    for (name, property) in properties {
        let star = if must.iter().any(|one| one == name) { "*" } else { "" };
        let told = text(&property["description"]);
        let (name, kind) = (escaped(name), kind(property));
        let _ = write!(out, "<tr><td><code>{name}{star}</code></td><td>{kind}</td><td>{told}</td></tr>");
    }
    *out += "</table>";
}

/// What kind of value a schema asks for, with a link if it has a name.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|place| place.rsplit('/').next()) {
        let name = escaped(name);
        return format!("<a href=\"#schema-{name}\"><code>{name}</code></a>");
    }
    if schema["items"].is_object() {
        return format!("[{}]", kind(&schema["items"]));
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(schemas) = schema[several].as_array() {
            return schemas.iter().map(kind).collect::<Vec<_>>().join(" | ");
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        return words
            .iter()
            .map(|word| format!("<code>{}</code>", escaped(&word.to_string())))
            .collect::<Vec<_>>()
            .join(" | ");
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(text).collect::<Vec<_>>().join(" | "),
        kind => text(kind),
    };
    let format = text(&schema["format"]);
    if format.is_empty() { kind } else { format!("{kind} <small>{format}</small>") }
}

fn text(value: &Value) -> String {
    escaped(value.as_str().unwrap_or_default())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            letter => out.push(letter),
        }
    }
    out
}
