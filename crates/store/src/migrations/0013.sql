-- ---------------------------------------------------------------- what the shop answers to a review, and who found it useful
CREATE TABLE review_answer(
  review BIGINT NOT NULL,
  id BIGINT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY(review)                       -- one answer to each
) CLUSTERED;
CREATE TABLE review_vote(
  review BIGINT NOT NULL,
  member BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY(review, member)
) CLUSTERED;
CREATE INDEX review_vote_member ON review_vote(member);
ALTER TABLE review ADD COLUMN useful BIGINT NOT NULL DEFAULT 0; -- how many votes
CREATE INDEX review_useful ON review(product, useful, id);
