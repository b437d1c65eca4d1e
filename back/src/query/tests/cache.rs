//! What is put together once asks the same as what is put together anew, of whoever asks.

use super::*;
use crate::{
    map::{Page, samples},
    query::{Cache, Choice, Cursor, Inquiry, Sort, Statement, Subject},
};

/// Everything that is asked about a person without a search: of one cache, or each of one that holds nothing yet.
fn statements(kept: Option<&Cache>, whom: Whom<'_>) -> Vec<Statement> {
    let pages = |inquiries: &[Inquiry<'_>]| match kept {
        Some(cache) => cache.pages(inquiries),
        None => Cache::default().pages(inquiries),
    };
    let part = |limit, from| Part { limit, from };
    let inquiry = |page: &Page, asked: &Asked, part: Part, whole: bool| {
        let subject = Subject::of(whom, whom.map.page(&page.id.value).unwrap()).unwrap();
        let ask = if whole { Inquiry::whole } else { Inquiry::rows_alone };
        pages(&[ask(subject, asked.clone(), part)]).unwrap()
    };
    let anew = Cache::default();
    let mut all = vec![kept.unwrap_or(&anew).person(whom)];
    for page in whom.map.pages_of(whom.kind) {
        let sorts = page.content.rows().map_or(0, |rows| rows.sort.len());
        let orders = (0..sorts).flat_map(|by| [false, true].map(|descending| Sort { by, descending }));
        for sort in std::iter::once(None).chain(orders.map(Some)) {
            let asked = Asked { sort, ..Asked::default() };
            all.extend([1, 50].map(|limit| inquiry(page, &asked, part(limit, None), true)));
            all.push(inquiry(page, &asked, part(50, None), false));
        }
        let from = Cursor { backward: false, values: vec![some("7"); 4] };
        all.push(inquiry(page, &Asked::default(), part(50, Some(from)), true));
        let chosen = Asked { filters: vec![Choice::Value("x".to_owned())], ..Asked::default() };
        all.push(inquiry(page, &chosen, part(50, None), true));
        let searched = Asked { search: "word".to_owned(), ..Asked::default() };
        all.push(inquiry(page, &searched, part(50, None), true));
    }
    let home = whom
        .map
        .pages_of(whom.kind)
        .map(|page| Inquiry::rows_alone(Subject::of(whom, page).unwrap(), Asked::default(), part(3, None)));
    all.extend(pages(&home.collect::<Vec<_>>()));
    for set in whom.map.sets_of(whom.kind) {
        let key = |value: &str| vec![value.to_owned(); set.key.len()];
        let anew = Cache::default();
        let cache = kept.unwrap_or(&anew);
        all.extend([key("1"), key("2"), Vec::new()].map(|key| cache.document(whom, set, &key)));
    }
    all
}

fn what_is_kept_asks_the_same(dialect: Dialect) {
    run(async {
        let database = Anywhere::open(dialect, "cache").await;
        let map = database.map_of(&samples::scans());
        let days = [time::macros::date!(2026 - 11 - 22), time::macros::date!(2026 - 11 - 23)];
        let keys = [vec!["1".to_owned()], vec!["2".to_owned()], vec![], vec!["1".to_owned(), "2".to_owned()]];
        let cache = Cache::default();
        let mut seen = 0;
        for day in days.into_iter().chain(days) {
            for kind in &map.kinds {
                for key in &keys {
                    let whom = Whom::new(&map, kind, key, day);
                    let kept = statements(Some(&cache), whom);
                    let anew = statements(None, whom);
                    for (kept, anew) in kept.iter().zip(&anew) {
                        assert_eq!(kept.parts(), anew.parts());
                    }
                    let named = |statement: &Statement| statement.parts().1.contains(&some("2"));
                    assert_eq!(key == &keys[1], named(&kept[0]), "{key:?} is whose statement it is");
                    seen += kept.len();
                }
            }
        }
        assert!(seen > 300, "{seen}");
    });
}

fn no_number_of_questions_fills_the_memory_or_empties_it(dialect: Dialect) {
    run(async {
        let database = Anywhere::open(dialect, "cache of many").await;
        let (map, cache) = (database.map(), Cache::default());
        let key = ["1".to_owned()];
        let whom = whom(&map, map.kind("tenant").unwrap(), &key);
        for limit in 1..=500 {
            let subject = Subject::of(whom, map.page("account").unwrap()).unwrap();
            let asked = Inquiry::whole(subject, Asked::default(), Part { limit, from: None });
            let statement = cache.pages(&[asked]).unwrap();
            let (sql, _) = statement.parts();
            assert!(sql.contains(&format!("LIMIT {}", limit + 1)), "{sql}");
        }
        assert_eq!(cache.len(), 3, "only the usual numbers of rows are kept, whoever asks for others");
    });
}

over_every_dialect!(what_is_kept_asks_the_same, no_number_of_questions_fills_the_memory_or_empties_it);
