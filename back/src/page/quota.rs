//! How many rows one account takes away as files: enough for everybody's own archive, too few to hammer the database with.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use vantail_shared::failure::{Code, Failure};

/// Rows of one account in one window: ten whole files.
const ROWS: usize = 200_000;
/// The window in seconds.
const WINDOW: i64 = 3600;

/// What accounts took in the windows that run. Cloning it is cheap.
#[derive(Debug, Clone, Default)]
pub(super) struct Quota(Arc<Mutex<HashMap<i64, Taken>>>);

#[derive(Debug, Clone, Copy)]
struct Taken {
    since: i64,
    rows: usize,
}

impl Quota {
    /// Counts rows that an account is about to take at the moment `now`, in seconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// `Busy` until the window ends, once it has taken as many as it may.
    pub(super) fn take(&self, account: i64, rows: usize, now: i64) -> Result<(), Failure> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, taken| now - taken.since < WINDOW);
        let taken = all.entry(account).or_insert(Taken { since: now, rows: 0 });
        if taken.rows + rows > ROWS {
            let left = u32::try_from(taken.since + WINDOW - now).unwrap_or_default();
            let cause = "an account takes more rows away as files than it may";
            return Err(Failure::because(Code::Busy, cause).retry_after(left.max(1)));
        }
        taken.rows += rows;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_takes_ten_files_an_hour() {
        let quota = Quota::default();
        for now in 0..400 {
            quota.take(1, 500, now).unwrap();
        }
        let refused = quota.take(1, 1, 400).unwrap_err();
        assert_eq!((refused.code, refused.retry_after), (Code::Busy, 3200));
        quota.take(2, 500, 400).unwrap();
        quota.take(1, 500, 3600).unwrap();
        quota.take(3, 1, 10_000).unwrap();
        assert_eq!(quota.0.lock().unwrap().len(), 1, "windows that are over are forgotten");
    }
}
