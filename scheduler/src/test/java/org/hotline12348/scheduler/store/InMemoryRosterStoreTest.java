package org.hotline12348.scheduler.store;

class InMemoryRosterStoreTest extends RosterStoreContract {
    @Override
    RosterStore emptyStore() {
        return new InMemoryRosterStore();
    }
}
