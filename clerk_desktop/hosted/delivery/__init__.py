"""What leaves the house: mail and SMS, carried by the outbox."""
