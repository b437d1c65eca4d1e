//! The front at the wire: a browser by hand on one side, a back that answers by heart on the other, real TLS between.

mod wire {
    pub mod back;
    pub mod client;
    pub mod sample;
    pub mod world;

    mod account;
    mod asking;
    mod documents;
    mod entry;
    mod export;
    mod headers;
    mod limits;
    mod origin;
    mod pages;
    mod people;
    mod pool;
    mod presentations;
    mod renewal;
    mod sign_in;
}
