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

CREATE TABLE kc_bank_accounts (
  id integer not null primary key autoincrement,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  workspace_id bigint not null,
  bank_code varchar(16) not null,
  bank_name text not null,
  sealed_number text not null,
  number_hash varchar(64) not null,
  holder text not null,
  is_active smallint not null,
  device_id bigint,
  balances text not null,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null
);

CREATE INDEX kc_bank_accounts_active on kc_bank_accounts (is_active, bank_code, created_at, id);

CREATE UNIQUE INDEX kc_bank_accounts_number on kc_bank_accounts (workspace_id, number_hash);

CREATE INDEX kc_bank_accounts_oldest on kc_bank_accounts (merchant_id, mode, workspace_id, created_at, id, is_active);

CREATE INDEX kc_bank_accounts_receiving on kc_bank_accounts (merchant_id, mode, is_active, created_at, id);

CREATE TABLE kc_checkout_sessions (
  id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  shop_id varchar(64) not null,
  payment_id varchar(64) not null,
  platform varchar(64) not null,
  platform_order_id varchar(255) not null,
  open_order varchar(255),
  asked_hash varchar(64) not null,
  currency varchar(3) not null,
  items text not null,
  shipping_amount bigint not null,
  tax_amount bigint not null,
  discount_amount bigint not null,
  order_amount bigint not null,
  coupons text not null,
  customer text not null,
  shipping_address text,
  needs_shipping smallint not null,
  return_url text,
  cancel_url text,
  webhook_url text,
  metadata text not null,
  language varchar(8),
  expires_at bigint not null,
  completed_at bigint,
  ended_at bigint,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (id)
);

CREATE INDEX kc_checkout_sessions_newest on kc_checkout_sessions (merchant_id, mode, shop_id, created_at, id);

CREATE UNIQUE INDEX kc_checkout_sessions_open on kc_checkout_sessions (shop_id, open_order);

CREATE UNIQUE INDEX kc_checkout_sessions_payment on kc_checkout_sessions (payment_id);

CREATE TABLE kc_coupon_use_customers (
  use_id varchar(64) not null,
  coupon_id varchar(64) not null,
  hash varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  primary key (use_id, hash)
);

CREATE INDEX kc_coupon_use_customers_hash on kc_coupon_use_customers (coupon_id, hash, use_id);

CREATE TABLE kc_coupon_uses (
  id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  coupon_id varchar(64) not null,
  session_id varchar(64) not null,
  live_session varchar(64),
  customer_hashes text not null,
  status varchar(16) not null,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (id)
);

CREATE UNIQUE INDEX kc_coupon_uses_live on kc_coupon_uses (live_session, coupon_id);

CREATE TABLE kc_coupons (
  id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  shop_id varchar(64),
  code varchar(64) not null,
  live_code varchar(64),
  name_ko text not null,
  name_en text,
  type varchar(32) not null,
  discount_kind varchar(16) not null,
  discount_value bigint not null,
  per varchar(16) not null,
  currency varchar(3),
  product_ids text not null,
  category_ids text not null,
  excluded_product_ids text not null,
  excluded_category_ids text not null,
  excludes_sale_items smallint not null,
  minimum_order_amount bigint,
  maximum_order_amount bigint,
  maximum_discount_amount bigint,
  maximum_units bigint,
  one_unit varchar(16),
  is_exclusive smallint not null,
  usage_limit bigint,
  usage_limit_per_customer bigint,
  used_count bigint not null,
  held_count bigint not null,
  gives_use_back smallint not null,
  valid_from bigint,
  valid_until bigint,
  is_active smallint not null,
  removed_at bigint,
  is_removed smallint not null,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (id)
);

CREATE UNIQUE INDEX kc_coupons_code on kc_coupons (merchant_id, mode, live_code);

CREATE INDEX kc_coupons_newest on kc_coupons (merchant_id, mode, is_removed, created_at, id);

CREATE INDEX kc_coupons_newest_of_shop on kc_coupons (merchant_id, mode, is_removed, shop_id, created_at, id);

CREATE INDEX kc_coupons_newest_of_shop_state on kc_coupons (merchant_id, mode, is_removed, shop_id, is_active, created_at, id);

CREATE INDEX kc_coupons_newest_of_state on kc_coupons (merchant_id, mode, is_removed, is_active, created_at, id);

CREATE INDEX kc_coupons_removed on kc_coupons (merchant_id, mode, code, removed_at, id);

CREATE TABLE kc_custom_domains (
  id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  shop_id varchar(64) not null,
  host varchar(253) not null,
  challenge_name varchar(253) not null,
  challenge_value varchar(64) not null,
  verification_status varchar(16) not null,
  configuration_status varchar(16) not null,
  checks bigint not null,
  check_at bigint,
  deadline bigint not null,
  misses bigint not null,
  missed_at bigint,
  verified_at bigint,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  verified_host varchar(253),
  primary key (id)
);

CREATE INDEX kc_custom_domains_due on kc_custom_domains (check_at);

CREATE INDEX kc_custom_domains_host on kc_custom_domains (host);

CREATE UNIQUE INDEX kc_custom_domains_of_shop on kc_custom_domains (shop_id);

CREATE UNIQUE INDEX kc_custom_domains_verified on kc_custom_domains (verified_host);

CREATE TABLE kc_deposit_orders (
  id integer not null primary key autoincrement,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  workspace_id bigint not null,
  bank_account_id bigint,
  order_number varchar(64) not null,
  amount bigint not null,
  depositor_name text not null,
  status varchar(16) not null,
  customer_email text,
  customer_phone text,
  memo text,
  expires_at bigint,
  due_at bigint,
  matched_at bigint,
  deposit_id bigint,
  payment_id varchar(64),
  attempt_id varchar(64),
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  open_amount bigint,
  open_name varchar(100),
  open_code varchar(64)
);

CREATE UNIQUE INDEX kc_deposit_orders_attempt on kc_deposit_orders (attempt_id);

CREATE INDEX kc_deposit_orders_coded on kc_deposit_orders (workspace_id, open_code);

CREATE INDEX kc_deposit_orders_due on kc_deposit_orders (due_at);

CREATE INDEX kc_deposit_orders_named on kc_deposit_orders (workspace_id, open_amount, open_name, created_at, id);

CREATE INDEX kc_deposit_orders_newest on kc_deposit_orders (merchant_id, mode, workspace_id, created_at, id);

CREATE INDEX kc_deposit_orders_newest_of_status on kc_deposit_orders (merchant_id, mode, workspace_id, status, created_at, id);

CREATE UNIQUE INDEX kc_deposit_orders_number on kc_deposit_orders (workspace_id, order_number);

CREATE INDEX kc_deposit_orders_of_name on kc_deposit_orders (workspace_id, open_name, created_at, id);

CREATE INDEX kc_deposit_orders_open on kc_deposit_orders (workspace_id, open_amount, created_at, id);

CREATE TABLE kc_deposits (
  id integer not null primary key autoincrement,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  workspace_id bigint not null,
  bank_account_id bigint not null,
  amount bigint not null,
  depositor_name text,
  deposited_at bigint not null,
  balance bigint,
  method text,
  source varchar(16) not null,
  device_id bigint,
  status varchar(16) not null,
  hold varchar(32),
  order_id bigint,
  matched_by varchar(32),
  matched_at bigint,
  sealed_text text,
  purge_at bigint,
  text_hash varchar(64),
  fingerprint varchar(64),
  message_key text,
  first_order_id bigint,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  open_amount bigint,
  open_at bigint,
  is_matched smallint not null
);

CREATE INDEX kc_deposits_changed on kc_deposits (workspace_id, updated_at);

CREATE UNIQUE INDEX kc_deposits_fingerprint on kc_deposits (workspace_id, fingerprint);

CREATE INDEX kc_deposits_held on kc_deposits (bank_account_id, hold, status, deposited_at, id);

CREATE INDEX kc_deposits_newest on kc_deposits (merchant_id, mode, workspace_id, created_at, id);

CREATE INDEX kc_deposits_newest_matched on kc_deposits (merchant_id, mode, workspace_id, is_matched, created_at, id, status);

CREATE INDEX kc_deposits_newest_of_account on kc_deposits (merchant_id, mode, workspace_id, bank_account_id, created_at, id);

CREATE INDEX kc_deposits_newest_of_account_matched on kc_deposits (merchant_id, mode, workspace_id, bank_account_id, is_matched, created_at, id, status);

CREATE INDEX kc_deposits_open on kc_deposits (workspace_id, open_amount, open_at, id);

CREATE UNIQUE INDEX kc_deposits_order on kc_deposits (order_id);

CREATE INDEX kc_deposits_purge on kc_deposits (purge_at);

CREATE INDEX kc_deposits_text on kc_deposits (workspace_id, text_hash, id);

CREATE INDEX kc_deposits_twins on kc_deposits (bank_account_id, amount, deposited_at, id);

CREATE TABLE kc_devices (
  id integer not null primary key autoincrement,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  workspace_id bigint not null,
  name text not null,
  token_hash varchar(64) not null,
  sealed_token text not null,
  sealed_secret text not null,
  requires_signature smallint not null,
  heartbeat_minutes bigint not null,
  last_seen_at bigint,
  due_at bigint,
  silent_since bigint,
  is_active smallint not null,
  last_refusal text,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null
);

CREATE INDEX kc_devices_due on kc_devices (due_at);

CREATE INDEX kc_devices_oldest on kc_devices (workspace_id, created_at, id);

CREATE UNIQUE INDEX kc_devices_token on kc_devices (token_hash);

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
  instalment_months bigint,
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
  session_id varchar(64),
  instalment_months bigint,
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

CREATE TABLE kc_refund_transfers (
  refund_id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  workspace_id bigint not null,
  order_id bigint not null,
  attempt_id varchar(64) not null,
  amount bigint not null,
  sent_at bigint,
  created_at bigint not null,
  version bigint not null,
  primary key (refund_id)
);

CREATE INDEX kc_refund_transfers_of_attempt on kc_refund_transfers (attempt_id, created_at, refund_id);

CREATE INDEX kc_refund_transfers_waiting on kc_refund_transfers (workspace_id, sent_at, created_at, refund_id);

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
  notify_customer smallint not null default '0',
  primary key (id)
);

CREATE INDEX kc_refunds_due on kc_refunds (check_at);

CREATE INDEX kc_refunds_of_payment on kc_refunds (payment_id, created_at);

CREATE TABLE kc_risk_assessments (
  id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  shop_id varchar(64),
  session_id varchar(64),
  payment_id varchar(64) not null,
  attempt_id varchar(64),
  replaces varchar(64),
  amount bigint not null,
  currency varchar(3) not null,
  score bigint not null,
  decision varchar(16) not null,
  reasons text not null,
  facts text not null,
  created_at bigint not null,
  primary key (id)
);

CREATE INDEX kc_risk_assessments_newest on kc_risk_assessments (merchant_id, mode, shop_id, created_at, id);

CREATE INDEX kc_risk_assessments_newest_of_decision on kc_risk_assessments (merchant_id, mode, shop_id, decision, created_at, id);

CREATE UNIQUE INDEX kc_risk_assessments_of_attempt on kc_risk_assessments (attempt_id);

CREATE INDEX kc_risk_assessments_of_payment on kc_risk_assessments (payment_id, created_at, id);

CREATE UNIQUE INDEX kc_risk_assessments_replaced on kc_risk_assessments (replaces);

CREATE TABLE kc_risk_signals (
  subject_id varchar(64) not null,
  hash varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  created_at bigint not null,
  primary key (subject_id, hash)
);

CREATE INDEX kc_risk_signals_age on kc_risk_signals (created_at, subject_id);

CREATE INDEX kc_risk_signals_hash on kc_risk_signals (hash, merchant_id, mode, created_at);

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

CREATE TABLE kc_shops (
  id varchar(64) not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  name text not null,
  description text,
  website text,
  status varchar(16) not null,
  business text not null,
  is_business_verified smallint not null,
  contact_email text,
  contact_phone text,
  currency varchar(3) not null,
  timezone varchar(64) not null,
  language varchar(8) not null,
  payment_methods text not null,
  theme text not null,
  terms_url text,
  privacy_url text,
  notification_email text,
  auto_refund smallint not null,
  payment_timeout_ms bigint,
  risk_policy text,
  webhook_url text,
  sealed_webhook_secret text not null,
  sealed_previous_secret text,
  previous_secret_until bigint,
  is_default smallint not null,
  default_of varchar(80),
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (id)
);

CREATE UNIQUE INDEX kc_shops_default on kc_shops (default_of);

CREATE INDEX kc_shops_newest on kc_shops (merchant_id, mode, created_at, id);

CREATE TABLE kc_tallies (
  subject varchar(64) not null,
  day bigint not null,
  metric varchar(32) not null,
  detail varchar(64) not null,
  currency varchar(3) not null,
  shard bigint not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  n bigint not null,
  amount bigint not null,
  primary key (subject, day, metric, detail, currency, shard)
);

CREATE TABLE kc_users (
  id integer not null primary key autoincrement,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  name text not null,
  email varchar(320),
  invited_to bigint,
  home bigint not null,
  tokens_valid_from bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null
);

CREATE UNIQUE INDEX kc_users_email on kc_users (merchant_id, mode, email, home);

CREATE INDEX kc_users_oldest on kc_users (merchant_id, mode, created_at, id);

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
  url text,
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
  workspace_id bigint,
  shop_id varchar(64),
  shop_origin varchar(64),
  primary key (id)
);

CREATE INDEX kc_webhook_endpoints_active on kc_webhook_endpoints (active, id);

CREATE INDEX kc_webhook_endpoints_of_merchant on kc_webhook_endpoints (merchant_id, mode, created_at);

CREATE INDEX kc_webhook_endpoints_of_shop on kc_webhook_endpoints (shop_id, created_at, id);

CREATE UNIQUE INDEX kc_webhook_endpoints_origin on kc_webhook_endpoints (shop_origin);

CREATE TABLE kc_workspace_members (
  workspace_id bigint not null,
  user_id bigint not null,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  role varchar(16) not null,
  created_at bigint not null,
  primary key (workspace_id, user_id)
);

CREATE INDEX kc_workspace_members_of_user on kc_workspace_members (user_id, merchant_id, mode, workspace_id);

CREATE INDEX kc_workspace_members_oldest on kc_workspace_members (workspace_id, created_at, user_id);

CREATE TABLE kc_workspaces (
  id integer not null primary key autoincrement,
  merchant_id varchar(64) not null,
  mode varchar(8) not null,
  name text not null,
  owner_id bigint not null,
  is_active smallint not null,
  policy text not null,
  webhook_endpoint_id varchar(64),
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null
);
