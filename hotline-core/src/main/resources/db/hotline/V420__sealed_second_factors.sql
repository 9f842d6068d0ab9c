-- The secrets of authenticator apps lie sealed. The keys are the service's: at its next start it seals what stands in
-- totp_secret and empties it.
alter table ${flyway:defaultSchema}.account add column totp_sealed bytea;
comment on column ${flyway:defaultSchema}.account.totp_secret is 'empty since secrets are sealed (totp_sealed)';
