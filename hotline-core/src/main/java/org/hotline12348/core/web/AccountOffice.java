package org.hotline12348.core.web;

import java.time.Clock;
import org.hotline12348.core.account.Accounts;
import org.hotline12348.core.account.Passwords;
import org.hotline12348.core.account.SecondFactor;
import org.hotline12348.core.account.SecurityKeys;
import org.hotline12348.core.account.SecurityPolicies;
import org.hotline12348.core.account.Sessions;
import org.hotline12348.core.audit.AuditLog;

/** What both the office of security and the owner of an account work with. */
record AccountOffice(
        Accounts accounts,
        Sessions sessions,
        Passwords passwords,
        SecondFactor secondFactor,
        SecurityKeys keys,
        SecurityPolicies policies,
        Sight sight,
        AuditLog audit,
        Clock clock) {}
