def test_each_release_shows_number_date_publisher_and_digest(
    desk: Any, farid: Any, published: Any
) -> None:
    path = "courses/PIN/course.yaml"
    renamed = invented_programme()[path].decode().replace("Course PIN", "Another title")
    publish(invented_programme({path: renamed}), actor=farid, at=moment)

    page = words(desk.get("/en/registrar/releases/"))

    assert "2 10 November 2026, 10:00 In force Farid bin Osman" in page
    assert "1 10 November 2026, 10:00 The system" in page
    assert published.digest in page

def test_the_programme_is_shown_with_its_courses_and_the_sizes_of_their_pools(
    desk: Any
) -> None:
    page = words(desk.get("/en/registrar/releases/"))

    assert "2 questions in 5 minutes; 50% to pass" in page
    assert "Course PUM (PUM) Open 1 3 1" in page
    assert "Course PPM (PPM) In preparation 0 0 0" in page
