"""How a person wants to study: hours, exam days, time noted, calendar address, weekly letter."""


import django.db.models.deletion
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('study', '0003_reviews'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarAddress',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person',), name='one_calendar_address_in_use')],
            },
        ),
        migrations.CreateModel(
            name='DigestChoice',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('wanted', models.BooleanField()),
                ('chosen_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'chosen_at'], name='digest_choice_of_person')],
            },
        ),
        migrations.CreateModel(
            name='DigestLetter',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('week', models.DateField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'week'), name='one_digest_a_week')],
            },
        ),
        migrations.CreateModel(
            name='PlanChoice',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('targets', models.JSONField()),
                ('week', models.JSONField()),
                ('days_off', models.JSONField()),
                ('exams', models.JSONField()),
                ('classes', models.JSONField()),
                ('chosen_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'chosen_at'], name='plan_choice_of_person')],
            },
        ),
        migrations.CreateModel(
            name='StudyTick',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('course', models.CharField(max_length=10)),
                ('kind', models.CharField(max_length=6)),
                ('name', models.CharField(max_length=80)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('done_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone', to='study.studytick')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'done_at'], name='tick_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['lesson', 'mock'])), name='what_is_ticked_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('minutes__gt', 0), ('undoes', None)), models.Q(('minutes', 0), ('undoes__isnull', False)), _connector='OR'), name='a_tick_has_minutes_or_takes_one_back')],
            },
        ),
    ]
