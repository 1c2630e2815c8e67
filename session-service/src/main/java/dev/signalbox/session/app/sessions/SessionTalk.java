package dev.signalbox.session.app.sessions;

import dev.signalbox.contracts.session.SessionMessageSent;
import dev.signalbox.session.domain.ledger.Account;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What is said in sessions. Methods block. */
public interface SessionTalk {

    /** Keeps a message for its receiver; one that is there stays as it is. */
    void keep(SessionMessageSent message);

    /** Messages of the session, the oldest first. */
    List<SessionMessageSent> messages(Account.Key session);

    /** How much the agents of the sessions remember, in bytes; absent where nothing. */
    Map<Account.Key, Long> remembered(Collection<Account.Key> sessions);
}
