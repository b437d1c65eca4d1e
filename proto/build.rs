//! Compiles the contract without an installed `protoc`.

use std::{env, error::Error, fs, path::PathBuf};

use protox::prost::Message as _;

/// Messages that hold a password or a token: wiped from memory wherever they end, inside tonic too.
const SECRET: [&str; 2] = ["vantail.portal.v1.SignInRequest", "vantail.portal.v1.SignInReply"];

fn main() -> Result<(), Box<dyn Error>> {
    let files = [
        "proto/vantail/portal/v1/portal.proto",
        "proto/vantail/files/v1/files.proto",
        "proto/vantail/staff/v1/staff.proto",
    ];
    let descriptors = protox::compile(files, ["proto"])?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    // The descriptors serve the access table, the replay rule and reflection.
    fs::write(out.join("vantail.bin"), descriptors.encode_to_vec())?;
    let mut build = tonic_prost_build::configure().bytes(".");
    for message in SECRET {
        build = build.type_attribute(message, "#[derive(::zeroize::ZeroizeOnDrop)]");
    }
    build.compile_fds(descriptors)?;
    for file in files {
        println!("cargo:rerun-if-changed={file}");
    }
    Ok(())
}
