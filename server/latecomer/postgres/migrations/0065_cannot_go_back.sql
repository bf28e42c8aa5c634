-- What a vendor that moves forward alone was not sent after a retraction is a state of its own, and no dead letter.
UPDATE deliveries SET state = 'cannot_go_back' WHERE state = 'dead' AND code = 'cannot_go_back';
CREATE INDEX deliveries_cannot_go_back ON deliveries (connection_id, number) WHERE state = 'cannot_go_back';
