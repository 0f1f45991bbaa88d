"""How jobs and the audit trail are read through the API: by officers only."""

from store.read import NEWEST, OLDEST, Direction, ReadView, Term

OFFICERS = ":is_officer"

JOBS = ReadView(
    source="job",
    visible=OFFICERS,
    columns={"state": "upper({t}.state)"},
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
    filters={"queue": "{t}.queue = any({value})", "state": "{t}.state = any({value})"},
)

#: `at` is when the transaction began, so events of one transaction are told apart by their number.
AUDIT_EVENTS = ReadView(
    source="audit_event",
    visible=OFFICERS,
    columns={
        "subject_id": (
            "case when {t}.subject_id is not null then global_id(case {t}.subject_type"
            " when 'cohort_assignment' then 'Assignment'"
            " else replace(initcap(replace({t}.subject_type, '_', ' ')), ' ', '') end, {t}.subject_id) end"
        ),
        "token_id": "case when {t}.token_id is not null then global_id('ApiToken', {t}.token_id) end",
    },
    orders={
        "NEWEST": (Term("{t}.at", Direction.DESCENDING, "timestamptz"),),
        "OLDEST": (Term("{t}.at", Direction.ASCENDING, "timestamptz"),),
    },
    filters={
        "action": "{t}.action = any({value})",
        "subject_type": "{t}.subject_type = any({value})",
        "request_id": "{t}.request_id = any({value})",
    },
    key_type="bigint",
)
