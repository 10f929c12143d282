//! The frame of a report: one file, two languages, light and dark, nothing from the network.

use banyan_plan::money::Currency;
use banyan_plan::words::Lang;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::format::Reader;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// A whole page. `title` and `body` are asked once for each language.
pub fn page(currency: Currency, title: impl Fn(Reader) -> String, body: impl Fn(Reader) -> Markup) -> String {
    let readers = [Lang::Zh, Lang::En].map(|lang| Reader { lang, currency });
    let titles = readers.map(title);
    let page = html! {
        (DOCTYPE)
        // Without a script, English shows and the switch still works.
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (titles[1]) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                input type="radio" name="lang" id="lang-zh" class="choice" data-title=(titles[0]) aria-label="中文";
                input type="radio" name="lang" id="lang-en" class="choice" data-title=(titles[1]) aria-label="English" checked;
                div class="bar" {
                    div class="wide bar-row" {
                        span class="brand" { (mark()) span class="zh" lang="zh" { "榕" } span class="en" lang="en" { "Banyan" } }
                        span class="switch" {
                            label for="lang-zh" lang="zh" { "中文" }
                            label for="lang-en" lang="en" { "English" }
                        }
                    }
                }
                @for reader in readers {
                    main class={ "wide " (reader.code()) } lang=(if reader.lang == Lang::Zh { "zh-CN" } else { "en" }) {
                        (body(reader))
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

/// A banyan: a crown, a trunk, and roots that become trunks.
fn mark() -> Markup {
    html! {
        svg class="mark" viewBox="0 0 32 32" aria-hidden="true" {
            path d="M16 3C9 3 4 7.2 4 12c0 3.2 2.6 5 6 5h12c3.4 0 6-1.8 6-5 0-4.8-5-9-12-9z" {}
            path d="M14.5 17h3v12h-3zM8 17h1.6v12H8zM22.4 17H24v12h-1.6z" {}
        }
    }
}
