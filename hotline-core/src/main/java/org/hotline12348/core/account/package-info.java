/**
 * Who may sign in: accounts with their roles, passwords, lock-out, second factor and sessions. It knows PostgreSQL and
 * password hashing. It must not know HTTP, the telephone or the roster.
 */
@NullMarked
package org.hotline12348.core.account;

import org.jspecify.annotations.NullMarked;
