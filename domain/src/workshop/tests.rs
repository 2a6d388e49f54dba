//! Every state, action and seat of a workshop, its items and its proposals.

use super::item::{self, ItemAction, ItemState};
use super::proposal::{self, ProposalAction, ProposalState};
use super::*;

/// Every state, action and seat of a workshop.
#[test]
fn every_state_action_and_seat_of_a_workshop_has_its_outcome() {
    use WorkshopAction::*;
    use WorkshopState::{Closed, Draft, Lights, Locked};
    const OPEN: WorkshopState = WorkshopState::Open;
    // Action, from, to: all steps there are.
    let ways = [
        (Edit, vec![(Draft, Draft), (OPEN, OPEN), (Locked, Locked)]),
        (SetAgenda, vec![(Draft, Draft), (OPEN, OPEN), (Locked, Locked)]),
        (Remove, vec![(Draft, Draft)]),
        (Open, vec![(Draft, OPEN)]),
        (Lock, vec![(OPEN, Locked)]),
        (Unlock, vec![(Locked, OPEN)]),
        (RenewCode, vec![(OPEN, OPEN), (Locked, Locked), (Lights, Lights)]),
        (AskLights, vec![(OPEN, Lights), (Locked, Lights)]),
        (Resume, vec![(Lights, OPEN)]),
        (Close, vec![(Lights, Closed)]),
        (Moderate, vec![(OPEN, OPEN), (Locked, Locked), (Lights, Lights)]),
        (Join, vec![(OPEN, OPEN)]),
        (ComeBack, vec![(OPEN, OPEN), (Locked, Locked), (Lights, Lights)]),
        (Hand, vec![(OPEN, OPEN), (Locked, Locked), (Lights, Lights)]),
        (Light, vec![(Lights, Lights)]),
    ];
    assert_eq!(ways.len(), WorkshopAction::ALL.len());
    for (action, steps) in &ways {
        for (state, seat) in WorkshopState::ALL.into_iter().flat_map(|s| Seat::ALL.map(|seat| (s, seat))) {
            let may = match action {
                Join | ComeBack => true,
                Hand => seat == Seat::Participant,
                Light => seat == Seat::Participant || seat == Seat::Facilitator,
                _ => seat == Seat::Facilitator,
            };
            let wanted = match steps.iter().find(|(from, _)| *from == state) {
                _ if !may => Err(Refusal::NotAllowed),
                None => Err(Refusal::WrongState),
                Some((_, to)) => Ok(*to),
            };
            let found = transition(state, *action, seat);
            assert_eq!(found, wanted, "{state:?} {action:?} {seat:?}");
            assert_eq!(allowed(state, seat).contains(action), found.is_ok());
        }
    }
}

/// Every state, action and seat of an item, in every state of its workshop.
#[test]
fn every_state_action_and_seat_of_an_item_has_its_outcome() {
    use ItemAction::*;
    use ItemState::{Adopted, AdoptedWithChanges, Closed, Parked, SentBack, Waiting};
    const OPEN: ItemState = ItemState::Open;
    let same = |states: &[ItemState]| states.iter().map(|state| (*state, *state)).collect::<Vec<_>>();
    let still = [Waiting, Closed, Adopted, AdoptedWithChanges, SentBack, Parked];
    let ways = [
        (Show, same(&ItemState::ALL)),
        (Open, vec![(Waiting, OPEN), (Parked, OPEN)]),
        (Close, vec![(OPEN, Closed)]),
        (Reopen, vec![(Closed, OPEN)]),
        (Next, same(&still)),
        (Back, same(&still)),
        (Adopt, vec![(Closed, Adopted)]),
        (AdoptWithChanges, vec![(Closed, AdoptedWithChanges)]),
        (SendBack, vec![(Waiting, SentBack), (Closed, SentBack)]),
        (Park, vec![(Waiting, Parked), (Closed, Parked)]),
        (Pass, vec![(Waiting, Adopted), (Closed, Adopted)]),
        (Undo, vec![(Adopted, Closed), (AdoptedWithChanges, Closed), (SentBack, Closed), (Parked, Closed)]),
        (Ballot, same(&[OPEN, Closed])),
        (Moderate, same(&[Waiting, OPEN, Closed])),
        (Position, same(&[OPEN])),
        (Comment, same(&[Waiting, OPEN, Closed])),
        (Propose, same(&[Waiting, OPEN, Closed])),
        (Second, same(&[Waiting, OPEN, Closed])),
    ];
    assert_eq!(ways.len(), ItemAction::ALL.len());
    for (action, steps) in &ways {
        for (state, seat) in ItemState::ALL.into_iter().flat_map(|s| Seat::ALL.map(|seat| (s, seat))) {
            for workshop in WorkshopState::ALL {
                let may = match action {
                    Position | Second => seat == Seat::Participant,
                    Comment | Propose => seat != Seat::Stranger,
                    _ => seat == Seat::Facilitator,
                };
                let running = matches!(workshop, WorkshopState::Open | WorkshopState::Locked);
                let wanted = match steps.iter().find(|(from, _)| *from == state) {
                    _ if !may => Err(Refusal::NotAllowed),
                    Some((_, to)) if running => Ok(*to),
                    _ => Err(Refusal::WrongState),
                };
                let found = item::transition(state, *action, seat, workshop);
                assert_eq!(found, wanted, "{state:?} {action:?} {seat:?} {workshop:?}");
                assert_eq!(item::allowed(state, seat, workshop).contains(action), found.is_ok());
            }
        }
    }
}

#[test]
fn every_state_and_action_of_a_proposal_has_its_outcome() {
    use ProposalAction::*;
    use ProposalState::{Accepted, Made, Merged, Refused};
    let ways = [
        (Edit, vec![(Made, Made), (Accepted, Made), (Refused, Made)]),
        (Merge, vec![(Made, Merged), (Accepted, Merged), (Refused, Merged)]),
        (Accept, vec![(Made, Accepted), (Refused, Accepted)]),
        (Refuse, vec![(Made, Refused), (Accepted, Refused)]),
    ];
    for (action, steps) in &ways {
        for state in ProposalState::ALL {
            let to = steps.iter().find(|(from, _)| *from == state).map(|(_, to)| *to);
            let found = proposal::transition(state, *action);
            assert_eq!(found, to.ok_or(Refusal::WrongState), "{state:?} {action:?}");
            assert_eq!(proposal::allowed(state).contains(action), found.is_ok());
        }
    }
}

#[test]
fn words_read_back() {
    for state in WorkshopState::ALL {
        assert_eq!(WorkshopState::of(state.word()), Some(state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.word());
    }
    for state in ItemState::ALL {
        assert_eq!(ItemState::of(state.word()), Some(state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.word());
    }
    for action in ItemAction::ALL {
        assert_eq!(serde_json::to_value(action).unwrap(), action.word());
    }
    for action in WorkshopAction::ALL {
        assert_eq!(serde_json::to_value(action).unwrap(), action.word());
    }
    // What needs more than a reason is not asked for as a step.
    assert_eq!(ItemAction::of("position"), None);
    assert_eq!(ItemAction::of("adopt"), Some(ItemAction::Adopt));
    assert_eq!(WorkshopAction::of("join"), None);
    assert_eq!(WorkshopAction::of("lock"), Some(WorkshopAction::Lock));
}
