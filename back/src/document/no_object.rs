//! A build without object stores: the same types without any value, so that nothing else has to know.

use std::{future::Ready, sync::Arc};

use bytes::Bytes;
use vantail_shared::{clock::Clock, failure::Failure};

use super::{
    open::{Facts, OpenDocument, Part, Presence},
    tag::Tags,
};

/// There is none.
#[derive(Debug, Clone)]
pub enum Bucket {}

/// There is none.
#[derive(Debug, Clone)]
pub enum BucketAddress {}

/// There is none.
#[derive(Debug, Clone, Copy)]
pub enum Object {}

/// What nobody sees.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("this build has no object stores")]
pub struct BucketError;

impl Bucket {
    /// Never called.
    ///
    /// # Errors
    /// None.
    pub fn new(address: &BucketAddress, _: Arc<dyn Clock>, _: Tags) -> Result<Self, BucketError> {
        match *address {}
    }

    /// Never called.
    ///
    /// # Errors
    /// None.
    pub fn probe(&self) -> Ready<Result<(), Failure>> {
        match *self {}
    }

    pub(super) fn open(
        &self,
        _: &str,
        _: impl FnOnce(&Facts) -> Result<Option<Part>, Failure>,
    ) -> Ready<Result<OpenDocument, Failure>> {
        match *self {}
    }

    pub(super) fn presences(&self, _: Vec<String>) -> Ready<Vec<Presence>> {
        match *self {}
    }
}

impl Object {
    pub(super) fn until(self, _: u64) {
        match self {}
    }

    pub(super) fn read(self, _: u64, _: usize, _: Vec<u8>) -> Ready<Result<Bytes, Failure>> {
        match self {}
    }
}
