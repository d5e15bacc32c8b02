-- One area of the business: ten tables, which speak of each other and of the area before.
CREATE TABLE {area}_country (
    code char(2) NOT NULL,
    name varchar(80) NOT NULL,
    area double,
    population int unsigned DEFAULT 0,
    PRIMARY KEY (code),
    UNIQUE KEY {area}_country_name (name),
    CONSTRAINT {area}_is_upper CHECK (code = upper(code))
) ENGINE=InnoDB COMMENT='ISO 3166, it''s two letters';

CREATE TABLE {area}_party (
    id bigint unsigned NOT NULL AUTO_INCREMENT,
    `key` binary(16) NOT NULL,
    kind tinyint NOT NULL DEFAULT 1 COMMENT 'one of three',
    name varchar(120) NOT NULL,
    email varchar(190) CHARACTER SET ascii COLLATE ascii_bin,
    born date,
    country char(2) DEFAULT 'DE',
    parent_id bigint unsigned,
    main_address_id bigint,
    balance decimal(14,2) NOT NULL DEFAULT 0.00,
    weight float DEFAULT 1.5,
    picture longblob,
    active boolean NOT NULL DEFAULT true,
    status enum('new','in progress','it''s done') NOT NULL DEFAULT 'new',
    full_name varchar(400) AS (concat(name, ' <', ifnull(email, ''), '>')) STORED,
    initial char(1) AS (left(name, 1)) VIRTUAL,
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    PRIMARY KEY (id),
    UNIQUE KEY {area}_party_email (email),
    KEY {area}_party_name (name(20), born DESC),
    FULLTEXT KEY {area}_party_words (name),
    CONSTRAINT {area}_party_country FOREIGN KEY (country) REFERENCES {area}_country (code) ON UPDATE CASCADE,
    CONSTRAINT {area}_party_parent FOREIGN KEY (parent_id) REFERENCES {area}_party (id) ON DELETE SET NULL,
    CONSTRAINT {area}_party_kind CHECK (kind IN (1, 2, 3))
) AUTO_INCREMENT=100;

CREATE TABLE {area}_address (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    party_id bigint unsigned NOT NULL,
    street varchar(200) NOT NULL,
    zip varchar(12),
    city varchar(100) NOT NULL,
    at point,
    CONSTRAINT {area}_address_party FOREIGN KEY (party_id) REFERENCES {area}_party (id) ON DELETE CASCADE
);
-- The two speak of each other.
ALTER TABLE {area}_party ADD CONSTRAINT {area}_party_main_address FOREIGN KEY (main_address_id) REFERENCES {area}_address (id) ON DELETE SET NULL;

CREATE TABLE {area}_product (
    sku varchar(40) NOT NULL PRIMARY KEY,
    title varchar(200) NOT NULL DEFAULT 'no ''title'' yet',
    price decimal(12,4) NOT NULL,
    body mediumtext,
    shape json,
    opens time DEFAULT '08:30:00',
    bits bit(8) DEFAULT b'00000001',
    made year,
    CONSTRAINT {area}_product_price CHECK (price >= 0)
);
CREATE INDEX {area}_product_price ON {area}_product (price DESC, title);

CREATE TABLE {area}_order (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    party_id bigint unsigned NOT NULL,
    ship_to bigint,
    status enum('new','in progress','done') NOT NULL DEFAULT 'new',
    placed_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
    note varchar(500) NOT NULL DEFAULT '',
    UNIQUE KEY {area}_order_once (party_id, placed_at),
    CONSTRAINT {area}_order_party FOREIGN KEY (party_id) REFERENCES {area}_party (id),
    CONSTRAINT {area}_order_ship_to FOREIGN KEY (ship_to) REFERENCES {area}_address (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE {area}_item (
    order_id bigint NOT NULL,
    line smallint unsigned NOT NULL,
    sku varchar(40) NOT NULL,
    quantity int NOT NULL DEFAULT 1,
    price decimal(12,4) NOT NULL,
    PRIMARY KEY (order_id, line),
    KEY {area}_item_sku (sku),
    CONSTRAINT {area}_item_order FOREIGN KEY (order_id) REFERENCES {area}_order (id) ON DELETE CASCADE,
    CONSTRAINT {area}_item_product FOREIGN KEY (sku) REFERENCES {area}_product (sku) ON UPDATE CASCADE,
    CONSTRAINT {area}_item_some CHECK (quantity > 0)
);

CREATE TABLE {area}_payment (
    id binary(16) NOT NULL PRIMARY KEY,
    order_id bigint NOT NULL,
    line smallint unsigned,
    amount decimal(18,4) NOT NULL,
    paid_on date NOT NULL,
    CONSTRAINT {area}_payment_item FOREIGN KEY (order_id, line) REFERENCES {area}_item (order_id, line)
);

CREATE TABLE {area}_session (
    token varchar(64) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    party_id bigint unsigned,
    seen timestamp NULL DEFAULT CURRENT_TIMESTAMP,
    data longtext
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE {area}_document (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    title tinytext,
    secret boolean NOT NULL DEFAULT false,
    before_id int,
    CONSTRAINT {area}_document_before FOREIGN KEY (before_id) REFERENCES {before}_document (id)
);

CREATE TABLE {area}_log (
    at datetime(6) NOT NULL,
    party_id bigint unsigned,
    line text,
    KEY {area}_log_at (at)
) COMMENT='append only';

CREATE VIEW {area}_open AS
    SELECT o.id, p.name, sum(i.quantity * i.price) AS total
    FROM {area}_order o
    JOIN {area}_party p ON p.id = o.party_id
    LEFT JOIN {area}_item i ON i.order_id = o.id
    WHERE o.status <> 'done'
    GROUP BY o.id, p.name;
CREATE VIEW {area}_large AS SELECT id, name FROM {area}_open WHERE total > 1000;

CREATE TRIGGER {area}_party_named BEFORE INSERT ON {area}_party FOR EACH ROW SET NEW.name = trim(NEW.name);
