-- Generated: node --import tsx test/storage/schema-dump.ts --write

CREATE TABLE api_keys (
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

CREATE UNIQUE INDEX api_keys_hash on api_keys (hash);

CREATE INDEX api_keys_of_merchant on api_keys (merchant_id, mode, created_at);

CREATE TABLE events (
  seq integer not null primary key autoincrement,
  id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  fact text not null,
  created_at bigint not null,
  dispatched_at bigint
);

CREATE UNIQUE INDEX events_id on events (id);

CREATE INDEX events_outbox on events (dispatched_at, seq);

CREATE TABLE idempotency_keys (
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  route varchar(190) not null,
  idempotency_key varchar(255) not null,
  request_hash varchar(64) not null,
  subject_id varchar(64) not null,
  answer text,
  lease_until bigint not null,
  expires_at bigint not null,
  primary key (merchant_id, mode, route, idempotency_key)
);

CREATE INDEX idempotency_keys_expired on idempotency_keys (expires_at);

CREATE TABLE merchants (
  id varchar(64) not null,
  name text not null,
  created_at bigint not null,
  primary key (id)
);

CREATE TABLE payment_attempts (
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

CREATE INDEX payment_attempts_due on payment_attempts (check_at);

CREATE INDEX payment_attempts_of_payment on payment_attempts (payment_id, created_at);

CREATE TABLE payment_history (
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

CREATE TABLE payment_totals (
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  standing varchar(16) not null,
  day bigint not null,
  shard bigint not null,
  n bigint not null,
  primary key (merchant_id, mode, standing, day, shard)
);

CREATE TABLE payments (
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

CREATE INDEX payments_due on payments (due_at);

CREATE INDEX payments_newest on payments (merchant_id, mode, created_at, id);

CREATE INDEX payments_newest_of_standing on payments (merchant_id, mode, standing, created_at, id);

CREATE TABLE rate_limits (
  bucket varchar(190) not null,
  full_at bigint not null,
  primary key (bucket)
);

CREATE INDEX rate_limits_full on rate_limits (full_at);

CREATE TABLE refunds (
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

CREATE INDEX refunds_due on refunds (check_at);

CREATE INDEX refunds_of_payment on refunds (payment_id, created_at);

CREATE TABLE sandbox_charges (
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

CREATE TABLE webhook_deliveries (
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

CREATE INDEX webhook_deliveries_due on webhook_deliveries (endpoint_id, status, due_at);

CREATE INDEX webhook_deliveries_newest on webhook_deliveries (endpoint_id, created_at, id);

CREATE UNIQUE INDEX webhook_deliveries_once on webhook_deliveries (endpoint_id, event_id);

CREATE TABLE webhook_endpoints (
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

CREATE INDEX webhook_endpoints_active on webhook_endpoints (active, id);

CREATE INDEX webhook_endpoints_of_merchant on webhook_endpoints (merchant_id, mode, created_at);
