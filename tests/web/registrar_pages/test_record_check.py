def test_whole_records_are_counted(desk: Any, aisyah: Any) -> None:
    page = words(desk.get("/en/registrar/record-check/"))

    assert "Every record is whole" in page
    assert "Records checked 1 Entries checked 1" in page

def test_a_fault_is_named_with_whose_record_it_is(desk: Any, aisyah: Any) -> None:
    alter_by_force("reason", "because")

    page = words(desk.get("/en/registrar/record-check/"))

    assert "1 fault is found" in page
    assert "Aisyah binti Rahman 1 It was altered." in page
    assert "Every record is whole" not in page

def test_faults_are_named_in_malay(desk: Any, aisyah: Any) -> None:
    alter_by_force("reason", "because")

    assert "Catatan ini telah diubah." in words(desk.get("/ms/registrar/record-check/"))
