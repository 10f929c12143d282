//! The XML of WeCom: an element with fields inside, texts mostly as CDATA.

use roxmltree::{Document, Node, ParsingOptions};

use crate::error::CallbackError;

/// The most elements and texts that a message may have: four for each of the 500 people of a group, and some.
const MAX_NODES: u32 = 10_000;

/// Reads a text. Document types, and with them entities of its own, are refused.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, CallbackError> {
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|_| CallbackError::NotXml)
}

/// The fields of an element.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'d, 'i>(Node<'d, 'i>);

impl<'d, 'i> Fields<'d, 'i> {
    /// Those of the root, which is called `xml`.
    pub(crate) fn of(document: &'d Document<'i>) -> Result<Self, CallbackError> {
        let root = document.root_element();
        if root.has_tag_name("xml") { Ok(Self(root)) } else { Err(CallbackError::NotXml) }
    }

    /// A field with fields of its own.
    pub(crate) fn inner(self, name: &str) -> Option<Self> {
        self.0.children().find(|child| child.has_tag_name(name)).map(Self)
    }

    /// The texts of all fields of one name.
    pub(crate) fn all(self, name: &str) -> impl Iterator<Item = &'d str> {
        self.0.children().filter(move |child| child.has_tag_name(name)).filter_map(|child| child.text())
    }

    /// The text of a field; nothing if it is empty or not there.
    pub(crate) fn optional(self, name: &str) -> Option<&'d str> {
        self.inner(name)?.0.text().filter(|text| !text.is_empty())
    }

    /// The text of a field that must be there.
    pub(crate) fn text(self, name: &'static str) -> Result<&'d str, CallbackError> {
        self.optional(name).ok_or(CallbackError::Missing(name))
    }

    /// A whole number, if it is there.
    pub(crate) fn number(self, name: &'static str) -> Result<Option<i64>, CallbackError> {
        let parse = |text: &str| text.trim().parse().map_err(|_| CallbackError::Wrong(name));
        self.optional(name).map(parse).transpose()
    }
}

/// A text as CDATA, whatever is in it.
pub(crate) fn cdata(text: &str) -> String {
    format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"))
}
