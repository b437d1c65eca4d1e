//! The daemons' programs: built when cargo started the demo, and found beside the demo's own.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

/// Builds the daemons, in the profile that the demo itself was built in, when `cargo run` started it; tells the folder
/// that they are in.
pub fn locate() -> Result<PathBuf> {
    let own = env::current_exe().context("finding the demo's own program")?;
    let folder = own.parent().context("finding the folder of the demo's own program")?;
    if let Some(cargo) = env::var_os("CARGO") {
        build(Path::new(&cargo), folder)?;
    }
    for name in ["vantail-back", "vantail-front"] {
        if !folder.join(name).is_file() {
            bail!("{name} is not in {}: start the demo with `cargo run`", folder.display());
        }
    }
    Ok(folder.to_owned())
}

fn build(cargo: &Path, folder: &Path) -> Result<()> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("finding the workspace")?;
    let profile = match folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(other) => other,
    };
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "--bins", "--profile", profile]).current_dir(workspace);
    if let Some(target) = folder.parent() {
        command.arg("--target-dir").arg(target);
    }
    let built = command.output().context("starting cargo to build the daemons")?;
    if !built.status.success() {
        bail!("the daemons do not build:\n{}", String::from_utf8_lossy(&built.stderr));
    }
    Ok(())
}
