//! Random walks through real entries, with clock steps: no session without every due proof.

use proptest::{
    prelude::*,
    test_runner::{Config as Walks, TestRunner},
};

use super::*;

/// What somebody at a browser may do.
#[derive(Debug, Clone, Copy)]
enum Move {
    SignIn,
    Forgot,
    Choose,
    ChooseWeak,
    GiveMailed,
    GiveWrong,
    Send,
    Leave,
    Disable,
    Clock(i64),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    use Move::{Choose, ChooseWeak, Clock, Disable, Forgot, GiveMailed, GiveWrong, Leave, Send, SignIn};
    let one = prop_oneof![
        4 => Just(SignIn),
        2 => Just(Forgot),
        4 => Just(Choose),
        1 => Just(ChooseWeak),
        5 => Just(GiveMailed),
        2 => Just(GiveWrong),
        2 => Just(Send),
        1 => Just(Leave),
        1 => Just(Disable),
        3 => prop::sample::select(vec![-3600, -61, 30, 61, 601, 1801, 3600]).prop_map(Clock),
    ];
    prop::collection::vec(one, 1..24)
}

/// One walk of a person whose letters are under way, against a model of what is proved.
async fn walk(place: Place, moves: &[Move]) {
    let world = World::new(place).await;
    let account = world.invited("known").await;
    let (mut password, mut token) = (RIGHT.to_owned(), Zeroizing::new(String::new()));
    let (mut chosen, mut proved, mut disabled) = (false, false, false);
    for (number, what) in moves.iter().enumerate() {
        let done = match what {
            Move::SignIn => world.sign_in("known", &password).await,
            Move::Forgot => {
                let begun = world.identity.forgot(&public(), "known", "").await;
                if let Ok(fresh) = begun {
                    token = fresh;
                }
                continue;
            }
            Move::Choose => {
                let new = format!("une phrase bien longue numéro {number}");
                let done = world.choose(&token, &new).await;
                if done.is_ok() {
                    (password, chosen) = (new, true);
                }
                done
            }
            Move::ChooseWeak => {
                let refused = world.choose(&token, "password1234").await.unwrap_err();
                assert!(matches!(refused.code, Code::WeakPassword | Code::StepDue | Code::SignedOut));
                continue;
            }
            Move::GiveMailed => {
                let drawn = *world.tape.0.lock().unwrap();
                let typed = drawn.map_or_else(String::new, |drawn| Typed::of(drawn).shown().to_string());
                let done = world.give(&token, &typed).await;
                proved |= done.is_ok();
                done
            }
            Move::GiveWrong => {
                let refused = world.give(&token, "2222-2222-2222").await.unwrap_err();
                let known = [Code::WrongCode, Code::CodeOver, Code::StepDue, Code::SignedOut];
                assert!(known.contains(&refused.code));
                continue;
            }
            Move::Send => {
                let _ = world.identity.send_code(&public(), Some(&token)).await;
                continue;
            }
            Move::Leave => {
                world.identity.leave(Some(&token)).await.unwrap();
                continue;
            }
            Move::Disable => {
                disabled = world.identity.disable_account("known").await.unwrap();
                continue;
            }
            Move::Clock(seconds) => {
                world.clock.advance(*seconds);
                continue;
            }
        };
        let Ok(done) = done else { continue };
        if !done.token.is_empty() {
            token = done.token;
        }
        if done.next == Step::Done {
            assert!(chosen && proved && !disabled, "{moves:?}");
            let session = world.identity.person(FrontKind::Public, Some(&token)).await.unwrap();
            assert_eq!(session.account(), account);
        } else {
            assert_eq!(code(world.identity.person(FrontKind::Public, Some(&token)).await), Code::StepDue);
        }
    }
}

#[test]
fn no_walk_ends_in_a_session_without_every_due_proof() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build().unwrap();
    let mut runner = TestRunner::new(Walks { cases: 24, max_shrink_iters: 200, ..Walks::default() });
    let walked = runner.run(&moves(), |moves| {
        runtime.block_on(walk(Place::sqlite(), &moves));
        Ok(())
    });
    walked.unwrap();
}
