//! The revocation lists: one for each CA, all in one file, because a verifier wants a list of whoever signed.

use data_encoding::HEXLOWER;
use rcgen::{
    CertificateRevocationListParams, Issuer, KeyIdMethod, KeyPair, RevocationReason, RevokedCertParams,
    SerialNumber,
};

use crate::{
    DAY, Error,
    index::{Entry, Index},
    profile::moment,
};

/// How long a list is valid, in days.
pub(crate) const CRL_DAYS: i64 = 30;

/// The list of the CA of `generation`, as PEM.
pub(crate) fn revocation_list(
    index: &Index,
    generation: u32,
    issuer: &Issuer<'_, KeyPair>,
    now: i64,
) -> Result<String, Error> {
    let revoked = index
        .issued
        .iter()
        // Expired certificates stay for one more list (RFC 5280 section 3.3), then go, so that it does not grow.
        .filter(|entry| entry.generation == generation && now < entry.not_after + CRL_DAYS * DAY)
        .filter_map(|entry| entry.revoked.map(|at| revocation(entry, at)))
        .collect::<Result<_, _>>()?;
    let list = CertificateRevocationListParams {
        this_update: moment(now - 60)?,
        next_update: moment(now + CRL_DAYS * DAY)?,
        crl_number: SerialNumber::from(index.crl_number),
        issuing_distribution_point: None,
        revoked_certs: revoked,
        key_identifier_method: KeyIdMethod::Sha256,
    };
    Ok(list.signed_by(issuer)?.pem()?)
}

fn revocation(entry: &Entry, at: i64) -> Result<RevokedCertParams, Error> {
    let serial = HEXLOWER
        .decode(entry.serial.as_bytes())
        .map_err(|_| Error::Usage(format!("the serial number of {} is not hexadecimal", entry.subject)))?;
    Ok(RevokedCertParams {
        serial_number: SerialNumber::from_slice(&serial),
        revocation_time: moment(at)?,
        reason_code: Some(RevocationReason::Unspecified),
        invalidity_date: None,
    })
}
