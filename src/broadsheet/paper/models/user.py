from django.contrib.auth.models import AbstractUser


class User(AbstractUser):  # type: ignore[django-manager-missing] # Wagtail has no types
    """Somebody who works at the paper and may sign in to the desk."""

    def __str__(self) -> str:
        return self.get_full_name() or self.username
