//! What stands in each certificate. `README.md` gives the same profiles for other PKIs.

use data_encoding::HEXLOWER;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, SanType, SerialNumber,
};
use time::OffsetDateTime;
use vantail_shared::random::{self, SystemRandom};

use crate::{DAY, Error, Kind, Subject, index::Signer};

/// The life of a CA, in days: five years.
const AUTHORITY_DAYS: i64 = 5 * 365 + 1;
/// Certificates begin this long before they are made, in seconds: the two machines' clocks may differ.
const BACKDATE: i64 = 3600;

/// A new certificate and its key, not yet on disk.
pub(crate) struct Made {
    pub(crate) certificate: String,
    pub(crate) key: String,
    pub(crate) serial: String,
    pub(crate) not_after: i64,
}

/// Makes a self-signed CA.
pub(crate) fn authority(trust_domain: &str, generation: u32, now: i64) -> Result<(Signer, String), Error> {
    let not_after = now + AUTHORITY_DAYS * DAY;
    let (mut params, _) = params(&format!("{trust_domain} CA {generation}"), now, not_after)?;
    // It signs no further CA.
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let certificate = params.self_signed(&key)?.pem();
    Ok((Signer { generation, not_after, certificate }, key.serialize_pem()))
}

/// Makes a certificate for `subject`.
pub(crate) fn leaf(
    subject: &Subject,
    trust_domain: &str,
    days: u32,
    now: i64,
    issuer: &Issuer<'_, KeyPair>,
) -> Result<Made, Error> {
    let not_after = now + i64::from(days) * DAY;
    let (mut params, serial) = params(&subject.to_string(), now, not_after)?;
    params.is_ca = IsCa::ExplicitNoCa;
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = match subject.kind() {
        Kind::Back => vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth],
        Kind::Public | Kind::Staff => vec![ExtendedKeyUsagePurpose::ClientAuth],
        Kind::Https => vec![ExtendedKeyUsagePurpose::ServerAuth],
    };
    params.subject_alt_names = alternative_names(subject, trust_domain)?;
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let certificate = params.signed_by(&key, issuer)?.pem();
    Ok(Made { certificate, key: key.serialize_pem(), serial, not_after })
}

fn alternative_names(subject: &Subject, trust_domain: &str) -> Result<Vec<SanType>, Error> {
    let mut names = Vec::new();
    if let Some(uri) = subject.uri(trust_domain) {
        names.push(SanType::URI(uri.try_into()?));
    }
    if subject.kind() == Kind::Back {
        // Fronts verify this fixed name, whichever address they reach the back at.
        names.push(SanType::DnsName(format!("back.{trust_domain}").try_into()?));
    }
    for dns in subject.dns() {
        names.push(SanType::DnsName(dns.as_str().try_into()?));
    }
    names.extend(subject.ip().iter().map(|ip| SanType::IpAddress(*ip)));
    Ok(names)
}

/// What all certificates share, and the serial number in hexadecimal.
fn params(name: &str, now: i64, not_after: i64) -> Result<(CertificateParams, String), Error> {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = moment(now - BACKDATE)?;
    params.not_after = moment(not_after)?;
    let mut serial: [u8; 16] = random::bytes(&SystemRandom);
    // Positive and without a leading zero (RFC 5280 section 4.1.2.2), so that every tool prints the same digits.
    serial[0] = (serial[0] & 0x7f) | 0x40;
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    Ok((params, HEXLOWER.encode(&serial)))
}

/// A moment as the certificate library wants it.
pub(crate) fn moment(seconds: i64) -> Result<OffsetDateTime, Error> {
    OffsetDateTime::from_unix_timestamp(seconds)
        .map_err(|_| Error::Usage(format!("{seconds} is no moment that a certificate can hold")))
}
