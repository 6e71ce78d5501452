"""The active-learning loop: a reconciler that keeps an Azure model learning from Label Studio.

It looks at what is, and does the next thing that is missing; each action may be repeated, so that a
kill at any moment costs nothing. The truth is in Label Studio and in Azure; the record holds what
can't be seen there: ids, hashes, offsets, numbers and decisions, never a text.

    options.py       a `[loop.NAME]` table of spanbridge.toml
    state.py         what was seen of a loop and of its open round
    next_action.py   `next_action(state) -> Action`, pure
    seen.py          the annotations of a look, and what changed since a round; pure
    starting.py      whether a round is to start, pure
    tables.py        the record's tables, and record.py what reads and writes them
    lock.py          one worker a loop, by a lock that ends with its process
    place.py         a loop at work: its settings, record, servers and folder; opening.py makes it
    observing.py     Label Studio, Azure and the record, made into a `State`
    collecting.py    the actions start, convert and push; mapping.py follows renamed labels
    modelling.py     train, stage, promote, swap and restore
    judging.py       predict and gate, over scoring.py, which is pure; quality.py keeps tabs
    showing.py       version and refresh, over choosing.py, which is pure; refreshing.py predicts
    cleaning.py      clean: old models and old predictions; expiring.py renews deployments
    acting.py        which function does which action; looking.py goes on until there is nothing
    worker.py        looks at every loop again and again
    rolling_back.py  back to an earlier model, and the hold
    standing.py      how loops stand and what rounds did; report_page.py draws it

A round: start -> convert -> push -> train -> stage -> predict -> gate -> swap -> refresh -> version
-> clean -> finish. docs/loop.md tells it to people.
"""
