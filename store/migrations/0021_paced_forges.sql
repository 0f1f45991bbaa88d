-- Forges also bound how often they are asked within a minute: until when the requests already given keep the pace busy.

alter table forge_account add column paced_until timestamptz;
