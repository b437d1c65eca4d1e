//! How people may come in besides name and password, as the back tells it. The page of sign-in is asked for by anybody, as
//! often as they like, and must open even while no back answers: what was told is kept for a while.

use arc_swap::ArcSwapOption;
use std::sync::Arc;
use vantail_proto::portal::{DoorsReply, DoorsRequest};
use vantail_shared::call::{Call, Language};

use crate::back::Back;

/// Seconds for which an answer is kept.
const KEPT: i64 = 30;

#[derive(Debug)]
struct Told {
    at: i64,
    doors: Arc<DoorsReply>,
}

/// What was told last, in each language.
#[derive(Debug, Default)]
pub struct Doors {
    told: [ArcSwapOption<Told>; 2],
}

impl Doors {
    /// The ways in, in the language of the call. While no back answers: those that were told last, or none.
    pub async fn get(&self, back: &Back, call: &Call, now: i64) -> Arc<DoorsReply> {
        let kept = match call.language {
            Language::Fr => &self.told[0],
            Language::En => &self.told[1],
        };
        let last = kept.load_full();
        if let Some(told) = &last
            && (told.at..told.at + KEPT).contains(&now)
        {
            return told.doors.clone();
        }
        // The same for everybody: no session is shown to the back.
        let call = Call { token: None, browser: None, ..call.clone() };
        match back.doors(&call, DoorsRequest {}).await {
            Ok(reply) => {
                let doors = Arc::new(reply);
                kept.store(Some(Arc::new(Told { at: now, doors: doors.clone() })));
                doors
            }
            Err(_) => last.map_or_else(Arc::default, |told| told.doors.clone()),
        }
    }
}
