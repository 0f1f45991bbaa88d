-- What is asked before a challenge is published: the risk of AI, the owner's readiness, and who released it with what reason.

alter table challenge
    add column ai_risk text check (ai_risk in ('NONE', 'MINIMAL', 'LIMITED', 'HIGH', 'UNACCEPTABLE')),
    add column ai_examined text[] not null default '{}',
    add column impact_assessment text,
    add column readiness jsonb not null default '{}' check (jsonb_typeof(readiness) = 'object'),
    add column released_by uuid references person on delete set null,
    add column release_reason text;
comment on column challenge.ai_risk is 'how risky the use of AI is that the work may bring; null until its owner said';
comment on column challenge.ai_examined is 'levels of the framework''s aspects that the owner has examined, such as IMPACT_INDIVIDUAL';
comment on column challenge.impact_assessment is 'the assessment itself or where it can be read; a high risk needs one';
comment on column challenge.readiness is 'dimension of readiness to the owner''s own answer: YES, PARTLY or NO';
comment on column challenge.released_by is 'the officer who published it; null when that person was deleted, or before there was a gate';
create index on challenge (released_by);
