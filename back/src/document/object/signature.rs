//! Signature Version 4 of requests without a body ("Signing AWS requests", and the S3 API reference on the same).

use std::fmt::Write as _;

use aws_lc_rs::{digest, hmac};
use data_encoding::HEXLOWER;
use secrecy::{ExposeSecret as _, SecretString};
use time::OffsetDateTime;

/// SHA-256 of nothing: our requests have no body.
pub(super) const NO_BODY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// What a signature is made with.
#[derive(Debug)]
pub(super) struct Signer {
    pub(super) access_key: SecretString,
    pub(super) secret_key: SecretString,
    pub(super) region: String,
    pub(super) service: &'static str,
}

/// What is signed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signed<'a> {
    pub(super) method: &'a str,
    /// Encoded as it is sent.
    pub(super) path: &'a str,
    /// Names in small letters, in their order.
    pub(super) headers: &'a [(&'static str, String)],
}

/// A moment as requests write it: `20130524T000000Z`.
pub(super) fn timestamp(seconds: i64) -> String {
    let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = at.to_calendar_date();
    let (hour, minute, second) = at.to_hms();
    format!("{year:04}{:02}{day:02}T{hour:02}{minute:02}{second:02}Z", u8::from(month))
}

/// Percent-encodes a key as S3 does: everything but unreserved characters and slashes.
pub(super) fn encoded(key: &str) -> String {
    key.bytes().fold(String::with_capacity(key.len()), |mut text, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                text.push(char::from(byte));
            }
            other => {
                let _ = write!(text, "%{other:02X}");
            }
        }
        text
    })
}

impl Signer {
    /// The value of `Authorization` for a request at this moment, as [`timestamp`] writes it.
    pub(super) fn authorization(&self, moment: &str, signed: &Signed<'_>) -> String {
        let day = moment.get(..8).unwrap_or(moment);
        let names = signed.headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let mut canonical = format!("{}\n{}\n\n", signed.method, signed.path);
        for (name, value) in signed.headers {
            let _ = writeln!(canonical, "{name}:{value}");
        }
        let _ = write!(canonical, "\n{names}\n{NO_BODY}");
        let hashed = HEXLOWER.encode(digest::digest(&digest::SHA256, canonical.as_bytes()).as_ref());

        let scope = format!("{day}/{}/{}/aws4_request", self.region, self.service);
        let text = format!("AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashed}");
        let secret = SecretString::from(format!("AWS4{}", self.secret_key.expose_secret()));
        let first = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
        let key = [day, &self.region, self.service, "aws4_request"].iter().fold(first, |key, part| {
            hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&key, part.as_bytes()).as_ref())
        });
        let signature = HEXLOWER.encode(hmac::sign(&key, text.as_bytes()).as_ref());
        let access = self.access_key.expose_secret();
        format!("AWS4-HMAC-SHA256 Credential={access}/{scope},SignedHeaders={names},Signature={signature}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(
        secret: &str,
        service: &'static str,
        path: &str,
        headers: &[(&'static str, String)],
    ) -> String {
        let signer = Signer {
            access_key: "A".into(),
            secret_key: secret.into(),
            region: "us-east-1".to_owned(),
            service,
        };
        let moment = headers.iter().find(|(name, _)| *name == "x-amz-date").unwrap().1.clone();
        let text = signer.authorization(&moment, &Signed { method: "GET", path, headers });
        text.split("Signature=").nth(1).unwrap().to_owned()
    }

    /// The example of the S3 API reference, "Authenticating requests: using the Authorization header".
    #[test]
    fn the_published_signature_of_a_range_comes_out() {
        let headers = [
            ("host", "examplebucket.s3.amazonaws.com".to_owned()),
            ("range", "bytes=0-9".to_owned()),
            ("x-amz-content-sha256", NO_BODY.to_owned()),
            ("x-amz-date", timestamp(1_369_353_600)),
        ];
        assert_eq!(
            signature("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "s3", "/test.txt", &headers),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        );
    }

    /// "get-vanilla" and "get-utf8" of the AWS Signature Version 4 test suite.
    #[test]
    fn the_signatures_of_the_test_suite_come_out() {
        let headers =
            [("host", "example.amazonaws.com".to_owned()), ("x-amz-date", timestamp(1_440_938_160))];
        let of = |path| signature("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "service", path, &headers);
        assert_eq!(of("/"), "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        assert_eq!(of(&encoded("/ሴ")), "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85");
    }

    #[test]
    fn keys_are_encoded_byte_by_byte_and_never_printed() {
        assert_eq!(encoded("a b/é+~(1).pdf"), "a%20b/%C3%A9%2B~%281%29.pdf");
        let signer = Signer {
            access_key: "an access key".into(),
            secret_key: "a secret key".into(),
            region: String::new(),
            service: "s3",
        };
        let printed = format!("{signer:?}");
        assert!(!printed.contains("access key") && !printed.contains("a secret"), "{printed}");
    }
}
