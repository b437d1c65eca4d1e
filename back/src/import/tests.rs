//! Sources held against real stores.

mod addresses;
mod directory;
mod leavers;
mod links;
mod meanwhile;
mod slapd;
mod sources;
mod taken;

use std::{path::Path, sync::Arc};

use vantail_shared::{
    config::{At, Spot},
    random::SystemRandom,
};

use crate::{
    config::{MailSettings, MailWay},
    mail::Outbox,
    provision::tests::world::World,
};

/// Mails wait in it for good.
async fn outbox(world: &World) -> Outbox {
    let settings = MailSettings::for_tests(MailWay::Folder("nowhere".into()));
    let at = At::file(Path::new("back.toml"));
    let settings = Some(Arc::new(Spot { value: settings, at }));
    let clock = Arc::new(world.clock.clone());
    Outbox::open(&world.store, settings, clock, Arc::new(SystemRandom)).await.unwrap()
}
