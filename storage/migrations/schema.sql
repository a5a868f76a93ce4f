-- Generated: node --import tsx test/storage/schema-dump.ts --write

CREATE TABLE kc_api_keys (
  id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  kind varchar(16) not null,
  name text not null,
  hash varchar(64) not null,
  hint varchar(64) not null,
  created_at bigint not null,
  last_used_at bigint,
  revoked_at bigint,
  primary key (id)
);

CREATE UNIQUE INDEX kc_api_keys_hash on kc_api_keys (hash);

CREATE INDEX kc_api_keys_of_merchant on kc_api_keys (merchant_id, mode, created_at);

CREATE TABLE kc_events (
  seq integer not null primary key autoincrement,
  id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  fact text not null,
  created_at bigint not null,
  dispatched_at bigint
);

CREATE UNIQUE INDEX kc_events_id on kc_events (id);

CREATE INDEX kc_events_outbox on kc_events (dispatched_at, seq);

CREATE TABLE kc_idempotency_keys (
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  idempotency_key varchar(255) not null,
  request_hash varchar(64) not null,
  subject_id varchar(64) not null,
  answer text,
  lease_until bigint not null,
  expires_at bigint not null,
  primary key (merchant_id, mode, idempotency_key)
);

CREATE INDEX kc_idempotency_keys_expired on kc_idempotency_keys (expires_at);

CREATE TABLE kc_merchants (
  id varchar(64) not null,
  name text not null,
  created_at bigint not null,
  primary key (id)
);

CREATE TABLE kc_payment_attempts (
  id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  payment_id varchar(64) not null,
  gateway varchar(64) not null,
  method varchar(32) not null,
  status varchar(32) not null,
  return_url text,
  next_action text,
  amount_approved bigint,
  failure_code text,
  failure_message text,
  check_at bigint,
  checks bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (id)
);

CREATE INDEX kc_payment_attempts_due on kc_payment_attempts (check_at);

CREATE INDEX kc_payment_attempts_of_payment on kc_payment_attempts (payment_id, created_at);

CREATE TABLE kc_payment_history (
  payment_id varchar(64) not null,
  seq bigint not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  from_status varchar(32),
  to_status varchar(32) not null,
  reason text not null,
  attempt_id varchar(64),
  changed_at bigint not null,
  primary key (payment_id, seq)
);

CREATE TABLE kc_payment_totals (
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  standing varchar(16) not null,
  day bigint not null,
  shard bigint not null,
  n bigint not null,
  primary key (merchant_id, mode, standing, day, shard)
);

CREATE TABLE kc_payments (
  id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  status varchar(32) not null,
  standing varchar(16) not null,
  amount bigint not null,
  currency varchar(3) not null,
  amount_captured bigint not null,
  amount_refunded bigint not null,
  amount_refunding bigint not null,
  amount_disputed bigint not null,
  method varchar(32),
  description text,
  metadata text not null,
  gateway varchar(64),
  attempt_id varchar(64),
  attempt_count bigint not null,
  next_action text,
  instrument text,
  cancel_reason varchar(16),
  failure_code text,
  failure_message text,
  expires_at bigint not null,
  due_at bigint,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (id)
);

CREATE INDEX kc_payments_due on kc_payments (due_at);

CREATE INDEX kc_payments_newest on kc_payments (merchant_id, mode, created_at, id);

CREATE INDEX kc_payments_newest_of_standing on kc_payments (merchant_id, mode, standing, created_at, id);

CREATE TABLE kc_rate_limits (
  bucket varchar(190) not null,
  full_at bigint not null,
  primary key (bucket)
);

CREATE INDEX kc_rate_limits_full on kc_rate_limits (full_at);

CREATE TABLE kc_refunds (
  id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  payment_id varchar(64) not null,
  status varchar(16) not null,
  amount bigint not null,
  currency varchar(3) not null,
  reason text,
  origin varchar(16) not null,
  refund_account text,
  failure_code text,
  failure_message text,
  check_at bigint,
  checks bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (id)
);

CREATE INDEX kc_refunds_due on kc_refunds (check_at);

CREATE INDEX kc_refunds_of_payment on kc_refunds (payment_id, created_at);

CREATE TABLE kc_sandbox_charges (
  attempt_id varchar(64) not null,
  mode varchar(8) not null,
  status varchar(16) not null,
  payment text not null,
  instrument text,
  failure_code text,
  failure_message text,
  refunds text not null,
  version bigint not null,
  primary key (attempt_id)
);

CREATE TABLE kc_webhook_deliveries (
  id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  endpoint_id varchar(64) not null,
  event_id varchar(64) not null,
  event_type varchar(64) not null,
  body text not null,
  status varchar(16) not null,
  attempts bigint not null,
  due_at bigint,
  lease varchar(64),
  last_attempt_at bigint,
  response_status bigint,
  error text,
  created_at bigint not null,
  primary key (id)
);

CREATE INDEX kc_webhook_deliveries_due on kc_webhook_deliveries (endpoint_id, status, due_at);

CREATE INDEX kc_webhook_deliveries_newest on kc_webhook_deliveries (endpoint_id, created_at, id);

CREATE UNIQUE INDEX kc_webhook_deliveries_once on kc_webhook_deliveries (endpoint_id, event_id);

CREATE TABLE kc_webhook_endpoints (
  id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  family varchar(64) not null,
  url text not null,
  events text not null,
  sealed_secret text not null,
  sealed_previous_secret text,
  previous_secret_until bigint,
  active smallint not null,
  disabled_reason varchar(16),
  failing_since bigint,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (id)
);

CREATE INDEX kc_webhook_endpoints_active on kc_webhook_endpoints (active, id);

CREATE INDEX kc_webhook_endpoints_of_merchant on kc_webhook_endpoints (merchant_id, mode, created_at);
