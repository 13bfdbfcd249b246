"""What the page is made of besides the lesson: its template, style sheets and font."""
