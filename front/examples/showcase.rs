//! Serves every page over invented data, for work on the design: see `docs/design.md`. Ends with Ctrl-C.

use std::io::Write as _;

#[expect(dead_code, reason = "the tests use the rest")]
#[path = "../tests/wire/back.rs"]
mod back;
#[path = "../tests/wire/sample.rs"]
mod sample;
#[expect(dead_code, reason = "the tests use the rest")]
#[path = "../tests/wire/world.rs"]
mod world;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let kind = std::env::args().nth(1).unwrap_or_else(|| "public".to_owned());
    let world = world::World::with(&kind, 1, "").await;
    writeln!(
        std::io::stdout(),
        "https://localhost:{}  sign in as \"marie\" with \"right\", or send the cookie __Host-vantail={}",
        world.front.port(),
        back::TOKEN
    )?;
    tokio::signal::ctrl_c().await
}
