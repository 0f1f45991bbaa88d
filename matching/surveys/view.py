"""How surveys, answers and topics are read through the API."""

from matching.surveys.repository import VISIBLE_ANSWER, VISIBLE_TOPIC
from store.read import NEWEST, OLDEST, Direction, ReadView, Term

SURVEYS = ReadView(
    source="survey",
    columns={
        "is_open": "({t}.closes_on >= (now() at time zone 'UTC')::date)",
        "answer_count": "(select count(*) from survey_answer as a where a.survey_id = {t}.id)",
    },
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)

ANSWERS = ReadView(
    source="survey_answer",
    visible=VISIBLE_ANSWER,
    columns={
        "readiness": (
            "(select coalesce(jsonb_agg(jsonb_build_object('dimension', r.key, 'answer', r.value) order by r.key),"
            " '[]'::jsonb) from jsonb_each_text({t}.readiness) as r)"
        ),
    },
    joins={"survey": "{o}.id = {t}.survey_id", "organisation": "{o}.id = {t}.organisation_id"},
    orders={"OLDEST": OLDEST},
)

TOPICS = ReadView(
    source="survey_topic",
    visible=VISIBLE_TOPIC,
    joins={"answer": "{o}.id = {t}.answer_id", "challenge": "{o}.id = {t}.challenge_id"},
    orders={"POSITION": (Term("{t}.position", Direction.ASCENDING, "int"),)},
)
