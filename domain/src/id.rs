//! Typed ids of stored rows. People never see them: pages and addresses use codes.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
    )+};
}

id! {
    /// A plan.
    PlanId,
    /// An indicator of a plan.
    IndicatorId,
    /// Somebody who signs in.
    AccountId,
    /// Somebody's post.
    MembershipId,
    /// A workshop.
    WorkshopId,
    /// An update: one indicator, one year.
    UpdateId,
}
