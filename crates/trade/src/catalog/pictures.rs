//! Pictures of products: what they are is read from their bytes, never believed.

use banyan_base::refusal::Refusal;
use banyan_core::work::Work;

use super::store;

/// Bytes of a picture at most.
pub(crate) const MOST_BYTES: usize = 2 * 1024 * 1024;

/// The media type of a picture, by its first bytes.
pub(crate) fn media_type(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some("image/png");
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Some("image/jpeg");
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some("image/webp");
    }
    None
}

/// Keeps a picture; gives its id.
pub fn keep(work: &mut Work<'_>, bytes: &[u8]) -> Result<i64, Refusal> {
    if bytes.len() > MOST_BYTES {
        let (zh, en) = ("图片过大，最多 2 MB", "the picture is too large: at most 2 MB");
        return Err(Refusal::unacceptable("picture_too_large", zh, en));
    }
    let media_type = media_type(bytes).ok_or_else(|| {
        Refusal::unacceptable(
            "picture_unknown",
            "只支持 PNG、JPEG 和 WebP 图片",
            "expected a PNG, JPEG or WebP picture",
        )
    })?;
    let id = work.id();
    store::insert_picture(work.conn, id, media_type, bytes)?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_bytes() {
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(media_type(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(media_type(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        for other in [&b""[..], b"<svg onload=alert(1)>", b"GIF89a", b"RIFF\0\0\0\0WAVE", b"\x89PNG"] {
            assert_eq!(media_type(other), None);
        }
    }
}
