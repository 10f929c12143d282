//! Encrypted connections to PostgreSQL, as its address asks: `?sslmode=require` or `?sslmode=verify-full`, with
//! `&sslrootcert=FILE` for a certificate authority of one's own.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::DbError;

/// How a server is reached, read from its address.
pub(super) struct Route {
    /// What the driver needs.
    pub(super) config: Config,
    /// How the connection is encrypted; `None` = it is not.
    pub(super) tls: Option<MakeRustlsConnect>,
}

/// What an address asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    /// Nothing is encrypted.
    Plain,
    /// Encrypted, whoever answers: against those who only listen.
    Encrypted,
    /// Encrypted, and the server has to show a certificate for its name: of an authority in this file, or of a public one.
    Verified(Option<String>),
}

impl Route {
    /// Reads an address.
    ///
    /// # Errors
    /// When it is none, asks for an unknown `sslmode`, or names a file of authorities that cannot be read.
    pub(super) fn read(url: &str) -> Result<Self, DbError> {
        let (rest, asked) = split(url)?;
        let mut config: Config = rest.parse()?;
        let tls = match &asked {
            Asked::Plain => {
                config.ssl_mode(SslMode::Disable);
                None
            }
            Asked::Encrypted => Some(anybody()?),
            Asked::Verified(file) => Some(known(file.as_deref())?),
        };
        if tls.is_some() {
            config.ssl_mode(SslMode::Require);
        }
        Ok(Self { config, tls: tls.map(MakeRustlsConnect::new) })
    }
}

/// The address for the driver, which knows neither all modes nor the file, and what it asked for.
fn split(url: &str) -> Result<(String, Asked), DbError> {
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut mode, mut file, mut rest) = (None, None, Vec::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslmode", value)) => mode = Some(value),
            Some(("sslrootcert", value)) => file = Some(decoded(value)),
            _ => rest.push(pair),
        }
    }
    let asked = match (mode, file) {
        (None | Some("disable"), None) => Asked::Plain,
        (Some("require"), None) => Asked::Encrypted,
        (Some("verify-full"), file) => Asked::Verified(file),
        (None | Some("disable" | "require"), Some(_)) => {
            return Err(broken("sslrootcert says whom to believe, which only sslmode=verify-full checks"));
        }
        (Some(other), _) => {
            return Err(broken(format!("sslmode={other}: expected disable, require or verify-full")));
        }
    };
    let rest = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
    Ok((rest, asked))
}

/// A value of an address, with `%2F` read as `/`.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = hex.filter(|_| *first == b'%').and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn broken(why: impl Into<String>) -> DbError {
    DbError::Broken(why.into())
}

fn begin() -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, DbError> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    builder.with_safe_default_protocol_versions().map_err(|error| broken(error.to_string()))
}

fn known(file: Option<&str>) -> Result<ClientConfig, DbError> {
    let mut roots = RootCertStore::empty();
    match file {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(file) => {
            let unread = |error: &dyn std::fmt::Display| broken(format!("sslrootcert={file}: {error}"));
            for found in CertificateDer::pem_file_iter(file).map_err(|error| unread(&error))? {
                let root = found.map_err(|error| unread(&error))?;
                roots.add(root).map_err(|error| unread(&error))?;
            }
            if roots.is_empty() {
                return Err(unread(&"no certificate in it"));
            }
        }
    }
    Ok(begin()?.with_root_certificates(roots).with_no_client_auth())
}

fn anybody() -> Result<ClientConfig, DbError> {
    let verifier = Arc::new(Anybody(ring::default_provider()));
    Ok(begin()?.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}

/// Believes whoever answers, as `sslmode=require` does everywhere.
#[derive(Debug)]
struct Anybody(CryptoProvider);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_how_the_connection_is_encrypted() {
        let read = |url: &str| split(url).map_err(|error| error.to_string());
        let base = "postgres://u@h/d".to_owned();
        let verified = |file: Option<&str>| Asked::Verified(file.map(str::to_owned));
        let host = format!("{base}?host=%2Ftmp");
        for (url, expected) in [
            ("postgres://u@h/d", (base.clone(), Asked::Plain)),
            ("postgres://u@h/d?sslmode=disable", (base.clone(), Asked::Plain)),
            ("postgres://u@h/d?sslmode=require&host=%2Ftmp", (host, Asked::Encrypted)),
            ("postgres://u@h/d?sslmode=verify-full", (base.clone(), verified(None))),
            (
                "postgres://u@h/d?sslrootcert=%2Fetc%2Fca.pem&sslmode=verify-full",
                (base.clone(), verified(Some("/etc/ca.pem"))),
            ),
        ] {
            assert_eq!(read(url), Ok(expected), "{url}");
        }
        for wrong in ["sslmode=verify-ca", "sslmode=prefer", "sslrootcert=a", "sslmode=require&sslrootcert=a"]
        {
            assert!(read(&format!("{base}?{wrong}")).is_err(), "{wrong}");
        }
        assert!(Route::read(&format!("{base}?sslmode=verify-full&sslrootcert=/nowhere.pem")).is_err());
    }

    /// What PostgreSQL itself says of the connection.
    fn encrypted(url: &str) -> Result<bool, DbError> {
        let mut conn = crate::DatabaseUrl::Postgres(url.to_owned()).connect(true)?;
        let sql = "SELECT CASE WHEN ssl THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END \
                   FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        conn.one(sql, &[])?.map_or(Ok(false), |row| row.flag(0))
    }

    /// Under `scripts/postgres.sh`, which starts a server with a certificate for `localhost`.
    #[test]
    fn a_real_server_is_reached_encrypted_and_a_strange_one_not_at_all() {
        let (Ok(port), Ok(root)) =
            (std::env::var("BANYAN_TEST_POSTGRES_PORT"), std::env::var("BANYAN_TEST_POSTGRES_ROOT"))
        else {
            return;
        };
        let at = |host: &str, query: &str| format!("postgres://banyan@{host}:{port}/postgres{query}");
        assert!(!encrypted(&at("localhost", "")).unwrap());
        assert!(encrypted(&at("localhost", "?sslmode=require")).unwrap());
        assert!(encrypted(&at("127.0.0.1", "?sslmode=require")).unwrap());
        assert!(encrypted(&at("localhost", &format!("?sslmode=verify-full&sslrootcert={root}"))).unwrap());
        // Another name than the certificate's, and an authority that nobody here knows.
        assert!(encrypted(&at("127.0.0.1", &format!("?sslmode=verify-full&sslrootcert={root}"))).is_err());
        assert!(encrypted(&at("localhost", "?sslmode=verify-full")).is_err());
    }
}
