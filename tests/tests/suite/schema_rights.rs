//! A role that can write is refused before anything listens: only reading is asked of the business database.

use std::sync::Arc;

use vantail_back::checked::Checked;
use vantail_shared::{clock::SystemClock, random::SystemRandom};
use vantail_tests::{
    pair::World,
    real::{KOHA, PAGILA, RealSet},
};

async fn refused(set: &RealSet) {
    let world = World::over(&set.url().await, &set.map());
    let config = world.back_toml("back.toml", [0; 4], "sqlite:store.db");
    let opened = Checked::open(&config, Arc::new(SystemClock), Arc::new(SystemRandom)).await;
    let told = opened.map(drop).unwrap_err().to_string();
    assert!(told.contains("allow_writable") && told.contains("back.toml"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_of_the_tables_is_refused_in_postgresql() {
    refused(&PAGILA).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn root_is_refused_in_mariadb() {
    refused(&KOHA).await;
}
