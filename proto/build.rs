//! Compiles the contract without an installed `protoc`.

use std::{env, error::Error, fs, path::PathBuf};

use protox::prost::Message as _;

/// Messages that hold a password or a token: wiped from memory wherever they end, inside tonic too.
const SECRET: [&str; 31] = [
    "vantail.portal.v1.SignInRequest",
    "vantail.portal.v1.SignInReply",
    "vantail.portal.v1.ForgotReply",
    "vantail.portal.v1.GiveCodeRequest",
    "vantail.portal.v1.ChoosePasswordRequest",
    "vantail.portal.v1.AdvanceReply",
    "vantail.portal.v1.EnrolReply",
    "vantail.portal.v1.AskPasskeyReply",
    "vantail.portal.v1.GivePasskeyRequest",
    "vantail.portal.v1.ObjectRequest",
    "vantail.portal.v1.ChangePasswordRequest",
    "vantail.portal.v1.ChangePasswordReply",
    "vantail.portal.v1.ChangeEmailRequest",
    "vantail.portal.v1.ConfirmEmailRequest",
    "vantail.portal.v1.BeginTotpRequest",
    "vantail.portal.v1.BeginTotpReply",
    "vantail.portal.v1.ListFactorsReply",
    "vantail.portal.v1.ConfirmTotpRequest",
    "vantail.portal.v1.ConfirmTotpReply",
    "vantail.portal.v1.RenewRecoveryCodesReply",
    "vantail.portal.v1.RemoveTotpRequest",
    "vantail.portal.v1.RenewRecoveryCodesRequest",
    "vantail.portal.v1.BeginPasskeyRequest",
    "vantail.portal.v1.FinishPasskeyReply",
    "vantail.portal.v1.RemovePasskeyRequest",
    "vantail.portal.v1.LinkFederationRequest",
    "vantail.portal.v1.UnlinkFederationRequest",
    "vantail.portal.v1.BeginFederationReply",
    "vantail.portal.v1.ReturnFederationRequest",
    "vantail.portal.v1.ReturnFederationReply",
    "vantail.portal.v1.FinishFederationRequest",
];

fn main() -> Result<(), Box<dyn Error>> {
    let files = [
        "proto/vantail/portal/v1/portal.proto",
        "proto/vantail/portal/v1/body.proto",
        "proto/vantail/portal/v1/entry.proto",
        "proto/vantail/portal/v1/credentials.proto",
        "proto/vantail/portal/v1/factors.proto",
        "proto/vantail/portal/v1/federation.proto",
        "proto/vantail/portal/v1/terms.proto",
        "proto/vantail/files/v1/files.proto",
        "proto/vantail/staff/v1/staff.proto",
        "proto/vantail/staff/v1/people.proto",
    ];
    let descriptors = protox::compile(files, ["proto"])?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    // The descriptors serve the access table, the replay rule and reflection.
    fs::write(out.join("vantail.bin"), descriptors.encode_to_vec())?;
    let mut build = tonic_prost_build::configure().bytes(".");
    for message in SECRET {
        build = build.type_attribute(message, "#[derive(::zeroize::ZeroizeOnDrop)]");
    }
    // Nothing secret is in these.
    for field in ["frame", "passkeys", "providers"] {
        build =
            build.field_attribute(format!("vantail.portal.v1.ListFactorsReply.{field}"), "#[zeroize(skip)]");
    }
    build.compile_fds(descriptors)?;
    for file in files {
        println!("cargo:rerun-if-changed={file}");
    }
    Ok(())
}
