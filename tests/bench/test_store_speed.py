from bench.store_speed import measure


def test_each_call_has_a_name_of_its_own_and_all_are_counted() -> None:
    called: list[str] = []
    speed = measure(called.append, threads=4, count=40)
    assert len(set(called)) == 40
    assert 0 <= speed.p50 <= speed.p95
    assert speed.rate > 0
