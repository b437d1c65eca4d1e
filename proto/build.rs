//! Compiles the contract without an installed `protoc`.

use std::{env, error::Error, fs, path::PathBuf};

use protox::prost::Message as _;

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
    tonic_prost_build::configure().bytes(".").compile_fds(descriptors)?;
    for file in files {
        println!("cargo:rerun-if-changed={file}");
    }
    Ok(())
}
